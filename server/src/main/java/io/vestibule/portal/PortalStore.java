package io.vestibule.portal;

import io.vestibule.branding.BrandingStore;
import io.vestibule.cache.BoundedCache;
import io.vestibule.cache.Deferred;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.schema.BadSchemaException;
import io.vestibule.sql.Sql;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Portals and their allowed URLs, as every request reads them. */
public final class PortalStore {
    private static final Logger LOG = LoggerFactory.getLogger(PortalStore.class);

    private final Sql sql;
    private final BoundedCache<List<String>, Deferred<ProfileSchema>> schemas = new BoundedCache<>(1000);

    public PortalStore(Sql sql) {
        this.sql = sql;
    }

    /** The columns that {@link #read} reads. */
    static final String PORTALS = "select " + BrandingStore.COLUMNS + """
            , p.id, p.parent_id, p.name, p.language, p.hardened, p.profile_lists, p.profile_schema,
                   p.passkey_rp_id, p.passkey_top_origins, p.passkey_allowed, p.passkey_blocked, p.passkey_limit,
                   array(select u.url from allowed_url u where u.portal_id = p.id order by u.url) as urls,
                   array(select k.decoy from password_kind k
                         where k.portal_id = p.id
                               and exists (select 1 from customer c where c.portal_id = p.id and c.password_kind = k.id)) as hashes,
                   up.kind as upstream_kind, up.url as upstream_url, up.sealed as upstream_sealed, up.revision as upstream_revision
            from portal p left join portal_upstream up on up.portal_id = p.id
            """ + BrandingStore.JOIN;

    /** The portal with this id. */
    public Optional<Portal> portal(long id) {
        return sql.withHandle(h -> h.statement(PORTALS + "where p.id = :id")
                .bind("id", id)
                .map(rs -> read(rs))
                .findOne());
    }

    /** The first of these ids that no portal has; empty if each has one, or for null, which stands for all portals. */
    public Optional<Long> firstUnknown(@Nullable List<Long> ids) {
        return sql.withHandle(h -> h.statement("""
                        select named.id from unnest(:ids) with ordinality as named (id, place)
                        where not exists (select from portal p where p.id = named.id) order by named.place limit 1
                        """)
                .bindArray("ids", "bigint", ids == null ? List.of() : ids)
                .mapTo(Long.class)
                .findOne());
    }

    /** Whether any portal trusts pages of this origin. */
    public boolean anyTrusts(String origin) {
        return sql.withHandle(h -> h.statement("select exists (select 1 from allowed_url where origin = :origin)")
                .bind("origin", origin)
                .mapTo(Boolean.class)
                .one());
    }

    /** Reads a row of {@link #PORTALS}. */
    Portal read(ResultSet rs) throws SQLException {
        return new Portal(
                rs.getLong("id"),
                rs.getLong("parent_id"),
                rs.getString("name"),
                rs.getString("language"),
                rs.getBoolean("hardened"),
                strings(rs.getArray("hashes")).toList(),
                schema(rs.getLong("id"), rs.getString("profile_lists"), rs.getString("profile_schema")),
                PasskeyPolicyStore.policy(rs),
                BrandingStore.branding(rs),
                upstream(rs),
                strings(rs.getArray("urls")).map(AllowedUrl::of).toList());
    }

    private static @Nullable UpstreamSettings upstream(ResultSet rs) throws SQLException {
        String kind = rs.getString("upstream_kind");
        return kind == null
                ? null
                : new UpstreamSettings(
                        UpstreamSettings.Kind.parse(kind).orElseThrow(),
                        URI.create(rs.getString("upstream_url")),
                        rs.getBytes("upstream_sealed"),
                        rs.getObject("upstream_revision", UUID.class));
    }

    /** One for each text, since portals are read anew each second. */
    private Deferred<ProfileSchema> schema(long portal, String lists, @Nullable String own) {
        return schemas.get(
                List.of(lists, Objects.requireNonNullElse(own, "")),
                texts -> new Deferred<>(() -> schemaOf(portal, lists, own)));
    }

    private static ProfileSchema schemaOf(long portal, String lists, @Nullable String own) {
        try {
            return ProfileSchema.of((Json.Object) json(lists), own == null ? null : json(own));
        } catch (BadSchemaException | MalformedJsonException | ClassCastException e) {
            // Set by SQL, past the command that checks it. Its customers must be able to sign in
            LOG.error("profile schema of portal {} can't be used, the built-in one is: {}", portal, e.getMessage());
            return ProfileSchema.BUILT_IN;
        }
    }

    private static Json json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> strings(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray());
    }
}
