package io.vestibule.mail;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                        where %s
                        order by id
                        """.formatted(IS_SET_ASIDE))
                .map(row -> new SetAside(
                        row.getLong("id"),
                        Instants.of(row, "created_at"),
                        row.getLong("portal_id"),
                        row.getLong("customer_id"),
                        row.getString("purpose"),
                        row.getInt("attempts"),
                        row.getString("fault")))
                .list());
    }

    /** Where a mail is on its way. */
    public enum State {
        WAITING("m.sent_at is null and m.set_aside_at is null", false),
        SET_ASIDE("m.sent_at is null and m.set_aside_at is not null", false),
        SENT("m.sent_at is not null", true);

        private final String condition;
        private final boolean latestFirst;

        State(String condition, boolean latestFirst) {
            this.condition = condition;
            this.latestFirst = latestFirst;
        }

        private String order() {
            return latestFirst ? "desc" : "asc";
        }

        /** Whether ids lie behind another; 0 stands for the first page. */
        private String behind() {
            return latestFirst ? "m.id < coalesce(nullif(:after, 0), 9223372036854775807)" : "m.id > :after";
        }

        /** As the admin API has it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A mail, without address and link, which are sealed.
     *
     * @param dueAt when it is tried next, where it waits
     * @param fault what the mail server said last, codes only
     */
    public record Mail(
            long id,
            long portalId,
            long customerId,
            String purpose,
            State state,
            int attempts,
            @Nullable String fault,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant sentAt) {}

    private static final String MAILS = """
            select m.id, m.portal_id, m.customer_id, m.purpose, m.attempts, m.fault, m.created_at, m.due_at, m.sent_at, m.set_aside_at
            from outbox m
            """;

    /**
     * The mails of portals in a state, behind an id, at most so many: those that were sent the latest first, others the oldest first. Each
     * portal by itself, as the indexes are: by the id alone the planner might read everybody's to find those of a portal that has few.
     *
     * @param portals null: all
     * @param after   0 for the first
     */
    public List<Mail> list(@Nullable List<Long> portals, State state, long after, int limit) {
        String listed = "select m.* from %1$s cross join lateral (" + MAILS
                + " where m.portal_id = p.id and %2$s and %3$s order by m.portal_id %4$s, m.id %4$s limit :limit) m"
                + " order by m.id %4$s limit :limit";
        String query = listed.formatted(
                portals == null ? "portal p" : "unnest(:portals) as p (id)",
                state.condition,
                state.behind(),
                state.order());
        return sql.withHandle(handle -> handle.statement(query)
                .with(statement -> {
                    if (portals != null) {
                        statement.bindArray("portals", "bigint", portals);
                    }
                })
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> mail(row))
                .list());
    }

    /** A customer's mails of the last 30 days before an id, the newest first, at most so many. */
    public List<Mail> ofCustomer(long customerId, long before, int limit) {
        return sql.withHandle(handle -> handle.statement(
                        MAILS + "where m.customer_id = :customer and m.id < :before order by m.id desc limit :limit")
                .bind("customer", customerId)
                .bind("before", before)
                .bind("limit", limit)
                .map(row -> mail(row))
                .list());
    }

    /** The mail with this id. */
    public Optional<Mail> byId(long id) {
        return sql.withHandle(handle -> handle.statement(MAILS + "where m.id = :id")
                .bind("id", id)
                .map(row -> mail(row))
                .findOne());
    }

    private static Mail mail(ResultSet row) throws SQLException {
        Instant sent = Instants.orNull(row, "sent_at");
        State unsent = row.getObject("set_aside_at") == null ? State.WAITING : State.SET_ASIDE;
        return new Mail(
                row.getLong("id"),
                row.getLong("portal_id"),
                row.getLong("customer_id"),
                row.getString("purpose"),
                sent == null ? unsent : State.SENT,
                row.getInt("attempts"),
                row.getString("fault"),
                Instants.of(row, "created_at"),
                Instants.of(row, "due_at"),
                sent);
    }

    /** Has these mails sent again, as if they were new, all or none; gives those that weren't given up. */
    public List<Long> resend(List<Long> ids, AuditContext context) {
        return sql.inTransaction(handle -> {
            List<Long> missing = new ArrayList<>(ids);
            missing.removeAll(handle.statement("select id from outbox where id = any (:ids) and " + IS_SET_ASIDE
                            + " order by id for update")
                    .bindArray("ids", "bigint", ids)
                    .mapTo(Long.class)
                    .list());
            if (missing.isEmpty()) {
                resend(handle.statement(RESENT.formatted("id = any (:ids)")).bindArray("ids", "bigint", ids), context);
            }
            return missing;
        });
    }

    /** Has all mail that was given up sent again, as if it were new; gives how many mails that were. */
    public int resendAll(AuditContext context) {
        return sql.withHandle(handle -> resend(handle.statement(RESENT.formatted(IS_SET_ASIDE)), context));
    }

    private static int resend(Statement statement, AuditContext context) {
        return statement.bind("context", context.json()).map(row -> true).list().size();
    }

    private static final String IS_SET_ASIDE = "sent_at is null and set_aside_at is not null";

    /** A format: which mails. */
    private static final String RESENT = """
            with again as (
                update outbox set set_aside_at = null, attempts = 0, due_at = now() where %s
                returning portal_id, customer_id, purpose
            )
            select audit('mail_resent', cast(:context as jsonb) || jsonb_build_object('portal', portal_id), customer_id,
                         jsonb_build_object('purpose', purpose))
            from again
            """;
}
