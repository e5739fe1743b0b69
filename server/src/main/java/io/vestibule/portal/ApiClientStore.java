package io.vestibule.portal;

import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** API clients: the programs that may call on behalf of a portal. */
public final class ApiClientStore {
    private final Sql sql;

    public ApiClientStore(Sql sql) {
        this.sql = sql;
    }

    private static final String CLIENTS = """
            select id, portal_id, name, scopes, networks, disabled_at is not null as disabled
            from api_client
            """;

    /** The client of that name, if one of the hashes, in hex, is its secret's and it isn't disabled. */
    public Optional<ApiClient> byName(String name, List<String> secretHashes) {
        return sql.withHandle(h -> {
            renew(h, secretHashes);
            return h.statement(CLIENTS + "where name = :name and " + SECRET_FITS)
                    .bind("name", name)
                    .bindArray("hashes", "text", secretHashes)
                    .map(rs -> read(rs))
                    .findOne();
        });
    }

    /** The client of that portal whose secret has one of the hashes, in hex, if it isn't disabled. */
    public Optional<ApiClient> byPortal(long portalId, List<String> secretHashes) {
        return sql.withHandle(h -> {
            renew(h, secretHashes);
            return h.statement(CLIENTS + "where portal_id = :portal and " + SECRET_FITS + " order by id limit 1")
                    .bind("portal", portalId)
                    .bindArray("hashes", "text", secretHashes)
                    .map(rs -> read(rs))
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
    public List<Listed> list() {
        return sql.withHandle(h -> h.statement(CLIENTS + "order by name")
                .map(rs -> new Listed(read(rs), rs.getBoolean("disabled")))
                .list());
    }

    /** The clients of a portal behind an id in the order of ids, at most so many. */
    public List<Listed> list(long portalId, long after, int limit) {
        return sql.withHandle(
                h -> h.statement(CLIENTS + "where portal_id = :portal and id > :after order by id limit :limit")
                        .bind("portal", portalId)
                        .bind("after", after)
                        .bind("limit", limit)
                        .map(rs -> new Listed(read(rs), rs.getBoolean("disabled")))
                        .list());
    }

    /** The client of that name. */
    public Optional<Listed> find(String name) {
        return sql.withHandle(h -> h.statement(CLIENTS + "where name = :name")
                .bind("name", name)
                .map(rs -> new Listed(read(rs), rs.getBoolean("disabled")))
                .findOne());
    }

    /** A client in a list. */
    public record Listed(ApiClient client, boolean disabled) {}

    /** Makes a client; empty if the name is taken. */
    public Optional<Long> add(
            long portalId,
            String name,
            Set<Dialect> dialects,
            List<Cidr> networks,
            byte[] secretHash,
            AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            insert into api_client (portal_id, name, scopes, networks, secret_hash)
                            values (:portal, :name, :scopes, :networks, :hash)
                            on conflict (name) do nothing returning id, portal_id, name
                        )
                        """ + CLIENT_AUDITED)
                .bind("portal", portalId)
                .bind("name", name)
                .bindArray("scopes", "text", dialects, Dialect::label)
                .bindArray("networks", "text", networks, Cidr::toString)
                .bind("hash", secretHash)
                .bind("event", "client_created")
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .findOne());
    }

    private static final String CLIENT_AUDITED = """
            select id, audit(:event, cast(:context as jsonb) || jsonb_build_object('portal', portal_id, 'client', id), null,
                             jsonb_build_object('name', name))
            from changed
            """;

    /** Gives a client a new secret; the old one stays good for {@code overlap}. False if no client that has one, and isn't disabled, has the name. */
    public boolean rotate(String name, byte[] secretHash, Duration overlap, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update api_client
                            set former_secret_hash = secret_hash, former_secret_until = now() + cast(:overlap as interval),
                                secret_hash = :hash
                            where name = :name and disabled_at is null and secret_hash is not null
                            returning id, portal_id, name
                        )
                        """ + CLIENT_AUDITED)
                .bind("name", name)
                .bind("hash", secretHash)
                .bind("overlap", overlap.toString())
                .bind("event", "client_secret_rotated")
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Disables a client for good; false if there is no such client. */
    public boolean disable(String name, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update api_client set disabled_at = coalesce(disabled_at, now()) where name = :name
                            returning id, portal_id, name
                        )
                        """ + CLIENT_AUDITED)
                .bind("name", name)
                .bind("event", "client_disabled")
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** A client of a row that has the table's columns id, portal_id, name, scopes and networks. */
    public static ApiClient read(ResultSet rs) throws SQLException {
        return new ApiClient(
                rs.getLong("id"),
                rs.getLong("portal_id"),
                rs.getString("name"),
                strings(rs.getArray("scopes")).map(Dialect::new).collect(Collectors.toSet()),
                strings(rs.getArray("networks")).map(Cidr::parse).toList());
    }

    private static Stream<String> strings(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray());
    }
}
