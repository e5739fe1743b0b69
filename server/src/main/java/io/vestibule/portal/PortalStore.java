package io.vestibule.portal;

import io.vestibule.config.Cidr;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.schema.BadSchemaException;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Portals, their allowed URLs and their API clients. */
public final class PortalStore {
    private static final Logger LOG = LoggerFactory.getLogger(PortalStore.class);
    private static final int MOST_SCHEMAS = 1000;

    private final Sql sql;
    private final Map<List<String>, ProfileSchema> schemas = new ConcurrentHashMap<>();

    public PortalStore(Sql sql) {
        this.sql = sql;
    }

    private static final String PORTALS = """
            select p.id, p.parent_id, p.name, p.language, p.hardened, p.profile_lists, p.profile_schema,
                   array(select u.url from allowed_url u where u.portal_id = p.id order by u.url) as urls,
                   array(select k.decoy from password_kind k
                         where k.portal_id = p.id
                               and exists (select 1 from customer c where c.portal_id = p.id and c.password_kind = k.id)) as hashes
            from portal p
            """;

    /** The portal with this id. */
    public Optional<Portal> portal(long id) {
        return sql.withHandle(h -> h.statement(PORTALS + "where p.id = :id")
                .bind("id", id)
                .map(rs -> portal(rs))
                .findOne());
    }

    /** Every portal, by id. */
    public List<Portal> portals() {
        return sql.withHandle(h ->
                h.statement(PORTALS + "order by p.id").map(rs -> portal(rs)).list());
    }

    /** Whether any portal trusts pages of this origin. */
    public boolean anyTrusts(String origin) {
        return sql.withHandle(h -> h.statement("select exists (select 1 from allowed_url where origin = :origin)")
                .bind("origin", origin)
                .mapTo(Boolean.class)
                .one());
    }

    /** Allows a URL; false if it was allowed already. */
    public boolean allow(long portalId, AllowedUrl url, String origin) {
        return sql.withHandle(h -> h.statement("""
                        with added as (
                            insert into allowed_url (portal_id, url, origin) values (:portal, :url, :url_origin)
                            on conflict do nothing returning portal_id
                        )
                        select audit('portal_url_allowed', cast(:origin as jsonb) || jsonb_build_object('portal', portal_id), null,
                                     jsonb_build_object('url', :url))
                        from added
                        """)
                .bind("portal", portalId)
                .bind("url", url.url())
                .bind("url_origin", url.origin())
                .bind("origin", origin)
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Allows a URL no more; false if it wasn't allowed. */
    public boolean disallow(long portalId, AllowedUrl url, String origin) {
        return sql.withHandle(h -> h.statement("""
                        with removed as (
                            delete from allowed_url where portal_id = :portal and url = :url returning portal_id
                        )
                        select audit('portal_url_disallowed', cast(:origin as jsonb) || jsonb_build_object('portal', portal_id),
                                     null, jsonb_build_object('url', :url))
                        from removed
                        """)
                .bind("portal", portalId)
                .bind("url", url.url())
                .bind("origin", origin)
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Turns the policy {@code hardened} on or off; false if there is no such portal. */
    public boolean harden(long portalId, boolean hardened, String origin) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (update portal set hardened = :hardened where id = :portal returning id)
                        select audit('portal_policy_changed', cast(:origin as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('hardened', :hardened))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("hardened", hardened)
                .bind("origin", origin)
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** What a portal's operator adds to the built-in profile, as it was given; empty for nothing, or no such portal. */
    public Optional<String> profileSchema(long portalId) {
        return sql.withHandle(
                h -> h.statement("select profile_schema from portal where id = :portal and profile_schema is not null")
                        .bind("portal", portalId)
                        .mapTo(String.class)
                        .findOne());
    }

    /** Sets what a portal's operator adds to the built-in profile, a schema that was found right; null for nothing. */
    public void setProfileSchema(long portalId, @Nullable String schema, String origin) {
        sql.useHandle(h -> h.statement("""
                        with changed as (
                            update portal set profile_schema = cast(:schema as json) where id = :portal returning id, profile_schema
                        )
                        select audit('portal_profile_changed', cast(:origin as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('fields', array(select json_object_keys(profile_schema -> 'properties'))))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("schema", schema)
                .bind("origin", origin)
                .map(rs -> true)
                .findOne());
    }

    /** Sets who a portal's mail is from; null for the server's own sender. */
    public void setSender(long portalId, @Nullable String sender, String origin) {
        sql.useHandle(h -> h.statement("""
                        with changed as (update portal set sender = :sender where id = :portal returning id)
                        select audit('portal_sender_changed', cast(:origin as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('sender', cast(:sender as text)))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("sender", sender)
                .bind("origin", origin)
                .map(rs -> true)
                .findOne());
    }

    private static final String CLIENTS = """
            select id, portal_id, name, scopes, networks, disabled_at is not null as disabled
            from api_client
            """;

    /** The client of that name, if one of the hashes, in hex, is its secret's and it isn't disabled. */
    public Optional<ApiClient> client(String name, List<String> secretHashes) {
        return sql.withHandle(h -> {
            renew(h, secretHashes);
            return h.statement(CLIENTS + "where name = :name and " + SECRET_FITS)
                    .bind("name", name)
                    .bindArray("hashes", "text", secretHashes)
                    .map(rs -> readClient(rs))
                    .findOne();
        });
    }

    /** The client of that portal whose secret has one of the hashes, in hex, if it isn't disabled. */
    public Optional<ApiClient> clientOf(long portalId, List<String> secretHashes) {
        return sql.withHandle(h -> {
            renew(h, secretHashes);
            return h.statement(CLIENTS + "where portal_id = :portal and " + SECRET_FITS + " order by id limit 1")
                    .bind("portal", portalId)
                    .bindArray("hashes", "text", secretHashes)
                    .map(rs -> readClient(rs))
                    .findOne();
        });
    }

    /** While master keys rotate, a secret that is used gets its hash under the new one, so that the old one can go. */
    private static void renew(Handle h, List<String> secretHashes) {
        for (String previous : secretHashes.subList(1, secretHashes.size())) {
            h.statement("""
                            update api_client set secret_hash = decode(:current, 'hex') where encode(secret_hash, 'hex') = :previous
                            """)
                    .bind("current", secretHashes.getFirst())
                    .bind("previous", previous)
                    .execute();
        }
    }

    private static final String SECRET_FITS = """
            disabled_at is null and (encode(secret_hash, 'hex') = any (:hashes)
                or encode(former_secret_hash, 'hex') = any (:hashes) and former_secret_until > now())
            """;

    /** Every client with whether it is disabled, by name. */
    public List<Listed> clients() {
        return sql.withHandle(h -> h.statement(CLIENTS + "order by name")
                .map(rs -> new Listed(readClient(rs), rs.getBoolean("disabled")))
                .list());
    }

    /** A client in a list. */
    public record Listed(ApiClient client, boolean disabled) {}

    /** Makes a client; empty if the name is taken. */
    public Optional<Long> addClient(
            long portalId,
            String name,
            Set<ApiClient.Scope> scopes,
            List<Cidr> networks,
            byte[] secretHash,
            String origin) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            insert into api_client (portal_id, name, scopes, networks, secret_hash)
                            values (:portal, :name, :scopes, :networks, :hash)
                            on conflict (name) do nothing returning id, portal_id, name
                        )
                        """ + CLIENT_AUDITED)
                .bind("portal", portalId)
                .bind("name", name)
                .bindArray("scopes", "text", scopes, PortalStore::word)
                .bindArray("networks", "text", networks, Cidr::toString)
                .bind("hash", secretHash)
                .bind("event", "client_created")
                .bind("origin", origin)
                .map(rs -> rs.getLong("id"))
                .findOne());
    }

    private static final String CLIENT_AUDITED = """
            select id, audit(:event, cast(:origin as jsonb) || jsonb_build_object('portal', portal_id, 'client', id), null,
                             jsonb_build_object('name', name))
            from changed
            """;

    /** Gives a client a new secret; the old one stays good for {@code overlap}. False if no client that isn't disabled has the name. */
    public boolean rotate(String name, byte[] secretHash, Duration overlap, String origin) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update api_client
                            set former_secret_hash = secret_hash, former_secret_until = now() + cast(:overlap as interval),
                                secret_hash = :hash
                            where name = :name and disabled_at is null
                            returning id, portal_id, name
                        )
                        """ + CLIENT_AUDITED)
                .bind("name", name)
                .bind("hash", secretHash)
                .bind("overlap", overlap.toString())
                .bind("event", "client_secret_rotated")
                .bind("origin", origin)
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Disables a client for good; false if there is no such client. */
    public boolean disable(String name, String origin) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update api_client set disabled_at = coalesce(disabled_at, now()) where name = :name
                            returning id, portal_id, name
                        )
                        """ + CLIENT_AUDITED)
                .bind("name", name)
                .bind("event", "client_disabled")
                .bind("origin", origin)
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    private Portal portal(ResultSet rs) throws SQLException {
        return new Portal(
                rs.getLong("id"),
                rs.getLong("parent_id"),
                rs.getString("name"),
                rs.getString("language"),
                rs.getBoolean("hardened"),
                strings(rs.getArray("hashes")).toList(),
                schema(rs.getLong("id"), rs.getString("profile_lists"), rs.getString("profile_schema")),
                strings(rs.getArray("urls")).map(AllowedUrl::of).toList());
    }

    /** Read once for each text, since portals are read anew each second. */
    private ProfileSchema schema(long portal, String lists, @Nullable String own) {
        if (schemas.size() >= MOST_SCHEMAS) {
            schemas.clear();
        }
        return schemas.computeIfAbsent(List.of(lists, Objects.requireNonNullElse(own, "")), texts -> {
            try {
                return ProfileSchema.of((Json.Object) json(lists), own == null ? null : json(own));
            } catch (BadSchemaException | MalformedJsonException | ClassCastException e) {
                // Set by SQL, past the command that checks it. Its customers must be able to sign in
                LOG.error("profile schema of portal {} can't be used, the built-in one is: {}", portal, e.getMessage());
                return ProfileSchema.BUILT_IN;
            }
        });
    }

    private static Json json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ApiClient readClient(ResultSet rs) throws SQLException {
        return new ApiClient(
                rs.getLong("id"),
                rs.getLong("portal_id"),
                rs.getString("name"),
                strings(rs.getArray("scopes"))
                        .map(word -> ApiClient.Scope.valueOf(word.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()),
                strings(rs.getArray("networks")).map(Cidr::parse).toList());
    }

    private static String word(ApiClient.Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    private static Stream<String> strings(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray());
    }
}
