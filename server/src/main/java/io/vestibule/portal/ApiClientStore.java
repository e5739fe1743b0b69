package io.vestibule.portal;

import io.vestibule.config.Cidr;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** API clients, as requests ask for them: which one it is, and that it called. */
public final class ApiClientStore {
    private final Sql sql;

    public ApiClientStore(Sql sql) {
        this.sql = sql;
    }

    private static final String CLIENTS = "select id, portal_id, name, scopes, networks from api_client ";

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

    /** While master keys rotate, a secret that is used, be it the former, gets its hash under the new one, so that the old one can go. */
    private static void renew(Handle h, List<String> secretHashes) {
        for (String previous : secretHashes.subList(1, secretHashes.size())) {
            h.statement("""
                            update api_client
                            set secret_hash = case when encode(secret_hash, 'hex') = :previous then decode(:current, 'hex')
                                                   else secret_hash end,
                                former_secret_hash = case when encode(former_secret_hash, 'hex') = :previous then decode(:current, 'hex')
                                                          else former_secret_hash end
                            where :previous in (encode(secret_hash, 'hex'), encode(former_secret_hash, 'hex'))
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

    /**
     * A client in a list.
     *
     * @param secretVersion     tells its secret from another that it had; null: it has none
     * @param formerSecretUntil until when the secret before it is good, too; null: it isn't
     * @param lastUse           null: it never called
     */
    public record Listed(
            ApiClient client,
            boolean disabled,
            @Nullable String secretVersion,
            @Nullable Instant formerSecretUntil,
            @Nullable Use lastUse) {
        /** Whether it has a secret to prove itself by. */
        public boolean hasSecret() {
            return secretVersion != null;
        }
    }

    /**
     * A client called.
     *
     * @param at      to the minute
     * @param network null for a public client, which calls from its customers' devices
     */
    public record Use(Instant at, @Nullable String network) {}

    /**
     * A use that isn't written yet.
     *
     * @param age how long ago it was: nodes' clocks differ
     */
    record Unwritten(long client, Duration age, @Nullable String network) {}

    /** Writes that clients called, in the order of clients: two nodes never wait for each other in a circle. A client that is gone is left out. */
    void used(List<Unwritten> uses) {
        sql.useHandle(h -> h.statement("""
                        insert into api_client_use (client_id, used_at, network)
                        select c.id, now() - u.age * interval '1 second', nullif(u.network, '')
                        from unnest(cast(:clients as bigint[]), cast(:ages as bigint[]), cast(:networks as text[])) as u (client, age, network)
                        join api_client c on c.id = u.client
                        order by c.id
                        on conflict (client_id) do update set used_at = excluded.used_at, network = excluded.network
                        where api_client_use.used_at < excluded.used_at
                        """)
                .bindArray("clients", "bigint", uses, Unwritten::client)
                .bindArray("ages", "bigint", uses, use -> use.age().toSeconds())
                .bindArray("networks", "text", uses, use -> use.network() == null ? "" : use.network())
                .execute());
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
