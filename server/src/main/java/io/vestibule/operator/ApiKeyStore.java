package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API keys of operators' programs, by hash. */
public final class ApiKeyStore {
    private static final String KEYS = """
            select id, name, prefix, role, portals, expires_at, revoked_at, last_used_at, created_at from api_key
            """;

    private final Sql sql;

    public ApiKeyStore(Sql sql) {
        this.sql = sql;
    }

    /** The key that a program presents, if it is good at this moment. Its use is noted once a minute at most. */
    Optional<ApiKey> use(ApiKeyText key) {
        return sql.withHandle(h -> h.statement("with found as (" + KEYS + """
                            where hash = :hash and revoked_at is null and (expires_at is null or expires_at > now())
                        ), used as (
                            update api_key k set last_used_at = now() from found
                            where k.id = found.id and (found.last_used_at is null or found.last_used_at < now() - interval '1 minute')
                        )
                        select * from found
                        """)
                .bind("hash", key.hash())
                .map(rs -> read(rs))
                .findOne());
    }

    /** The keys behind an id in the order of ids, at most so many. */
    public List<ApiKey> list(long after, int limit) {
        return sql.withHandle(h -> h.statement(KEYS + "where id > :after order by id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map(rs -> read(rs))
                .list());
    }

    /** The key with this id. */
    public Optional<ApiKey> byId(long id) {
        return sql.withHandle(h -> h.statement(KEYS + "where id = :id")
                .bind("id", id)
                .map(rs -> read(rs))
                .findOne());
    }

    /** The key of this name, in whatever case. */
    public Optional<ApiKey> byName(String name) {
        return sql.withHandle(h -> h.statement(KEYS + "where lower(name collate \"C\") = lower(:name collate \"C\")")
                .bind("name", name)
                .map(rs -> read(rs))
                .findOne());
    }

    private static ApiKey read(ResultSet rs) throws SQLException {
        return new ApiKey(
                rs.getLong("id"),
                rs.getString("name"),
                rs.getString("prefix"),
                OperatorStore.role(rs),
                OperatorStore.portals(rs),
                Instants.orNull(rs, "expires_at"),
                Instants.orNull(rs, "revoked_at"),
                Instants.orNull(rs, "last_used_at"),
                Instants.of(rs, "created_at"));
    }

    /** Keeps a new key; empty if another has the name. */
    public Optional<Long> add(
            String name,
            ApiKeyText key,
            Role role,
            PortalScope portals,
            @Nullable Instant expiresAt,
            AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with added as (
                            insert into api_key (name, prefix, hash, role, portals, expires_at)
                            values (:name, :prefix, :hash, :role, case when not :all_portals then cast(:portals as bigint[]) end, :expires)
                            on conflict do nothing returning id, name, prefix, role, portals
                        )
                        select id, audit('api_key_created', cast(:context as jsonb), null, jsonb_strip_nulls(to_jsonb(added))) from added
                        """)
                .bind("name", name)
                .bind("prefix", key.prefix())
                .bind("hash", key.hash())
                .bind("role", role.label())
                .with(statement -> OperatorStore.bind(statement, portals))
                .bind("expires", expiresAt)
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .findOne());
    }

    /** Revokes a key for good, from the next request on; false if there is none. */
    public boolean revoke(long id, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update api_key set revoked_at = coalesce(revoked_at, now()) where id = :id returning id, name, prefix
                        )
                        select audit('api_key_revoked', cast(:context as jsonb), null, to_jsonb(changed)) from changed
                        """)
                .bind("id", id)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }
}
