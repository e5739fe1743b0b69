package io.vestibule.mail;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Sql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** What an operator asks of the outbox: the mail that was given up. */
public final class OutboxAdministrationStore {
    private final Sql sql;

    public OutboxAdministrationStore(Sql sql) {
        this.sql = sql;
    }

    /** A mail that was given up. */
    public record SetAside(
            long id, Instant createdAt, long portalId, long customerId, String purpose, int attempts, String fault) {}

    /** What was given up, the oldest first. */
    public List<SetAside> setAside() {
        return sql.withHandle(handle -> handle.statement("""
                        select id, created_at, portal_id, customer_id, purpose, attempts, coalesce(fault, '') as fault
                        from outbox
                        where sent_at is null and set_aside_at is not null
                        order by id
                        """)
                .map(row -> new SetAside(
                        row.getLong("id"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getLong("portal_id"),
                        row.getLong("customer_id"),
                        row.getString("purpose"),
                        row.getInt("attempts"),
                        row.getString("fault")))
                .list());
    }

    /** Has mail that was given up sent again, as if it were new; returns the ids of what there was. */
    public List<Long> resend(List<Long> ids, AuditContext context) {
        return sql.withHandle(handle -> handle.statement("""
                        with again as (
                            update outbox set set_aside_at = null, attempts = 0, due_at = now()
                            where id = any (:ids) and sent_at is null and set_aside_at is not null
                            returning id, customer_id, purpose
                        )
                        select id, audit('mail_resent', cast(:context as jsonb), customer_id, jsonb_build_object('purpose', purpose))
                        from again order by id
                        """)
                .bindArray("ids", "bigint", ids)
                .bind("context", context.json())
                .map(row -> row.getLong("id"))
                .list());
    }
}
