package io.vestibule.link;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Instant;
import java.util.List;

/** Links that were mailed and not used yet, as operators see them: without the tokens, of which there are hashes alone. */
public final class LinkAdministrationStore {
    private final Sql sql;

    public LinkAdministrationStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A link that is still good.
     *
     * @param purpose of {@link LinkPurpose}, or {@code login-token}
     * @param address where it was mailed to
     */
    public record Waiting(String purpose, String address, Instant expiresAt) {}

    /** The links of a customer that are still good, those that end first first, at most so many. */
    public List<Waiting> list(long customerId, int limit) {
        return sql.withHandle(h -> h.statement("""
                        select purpose, address, expires_at from link
                        where customer_id = :customer and expires_at > now()
                        order by expires_at, purpose limit :limit
                        """)
                .bind("customer", customerId)
                .bind("limit", limit)
                .map(rs -> new Waiting(rs.getString("purpose"), rs.getString("address"), Instants.of(rs, "expires_at")))
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
