package io.vestibule.link;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links that were mailed and not used yet, as operators see them: without the tokens, of which there are hashes alone. */
public final class LinkAdministrationStore {
    private final Sql sql;

    public LinkAdministrationStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A link that is still good.
     *
     * @param id      tells it from others, and nothing of its token
     * @param purpose of {@link LinkPurpose}, or {@code login-token}
     * @param address where it was mailed to
     */
    public record Waiting(String id, String purpose, String address, Instant expiresAt) {}

    /** A place in the order of links, those that end first first. */
    public record After(Instant expiresAt, String id) {}

    /**
     * The links of a customer that are still good, those that end first first, at most so many.
     *
     * @param after behind this one; null for the first
     */
    public List<Waiting> list(long customerId, @Nullable After after, int limit) {
        return sql.withHandle(h -> h.statement("""
                        select id, purpose, address, expires_at
                        from link cross join lateral (select encode(sha256(hash), 'hex') collate "C" as id) named
                        where customer_id = :customer and expires_at > now()
                          and (:first or (expires_at, id) > (:at, cast(:id as text)))
                        order by expires_at, id limit :limit
                        """)
                .bind("customer", customerId)
                .bind("first", after == null)
                .bind("at", after == null ? Instant.EPOCH : after.expiresAt())
                .bind("id", after == null ? "" : after.id())
                .bind("limit", limit)
                .map(rs -> new Waiting(
                        rs.getString("id"),
                        rs.getString("purpose"),
                        rs.getString("address"),
                        Instants.of(rs, "expires_at")))
                .list());
    }

    /** Voids all links of a customer; how many that were. */
    public int revoke(long customerId, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with gone as (delete from link where customer_id = :customer returning 1)
                        select count(*) as links,
                               case when count(*) > 0
                                    then audit('link_revoked', cast(:context as jsonb), :customer,
                                               jsonb_build_object('links', count(*))) end
                        from gone
                        """)
                .bind("customer", customerId)
                .bind("context", context.json())
                .map(rs -> rs.getInt("links"))
                .one());
    }
}
