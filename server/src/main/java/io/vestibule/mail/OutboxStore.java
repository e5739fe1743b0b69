package io.vestibule.mail;

import io.vestibule.mail.WaitingMail.Addressee;
import io.vestibule.mail.WaitingMail.Letterhead;
import io.vestibule.mail.WaitingMail.Seal;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;

/**
 * Mail that waits. A claim is a lease, not a lock: whoever claims a mail has two minutes to say what became of it, or another
 * node (or the same, after a crash) gets it again. The database's clock decides what is due.
 */
public final class OutboxStore {
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Sql sql;
    private final SealedLetters letters;

    public OutboxStore(Sql sql, SealedLetters letters) {
        this.sql = sql;
        this.letters = letters;
    }

    /**
     * How much mail there is.
     *
     * @param waiting not yet sent
     * @param setAside given up
     */
    public record Depth(long waiting, long setAside) {}

    /** Puts a letter in the outbox as part of the caller's transaction. Nudge the {@link MailSender} once that has committed. */
    public void enqueue(Handle transaction, Letter letter) {
        transaction
                .statement("""
                        insert into outbox (portal_id, customer_id, purpose, sealed)
                        values (:portal, :customer, :purpose, :sealed)
                        """)
                .bind("portal", letter.portalId())
                .bind("customer", letter.customerId())
                .bind("purpose", letter.purpose().label())
                .bind("sealed", letters.seal(letter))
                .execute();
    }

    /**
     * Puts a letter in the outbox for whoever {@code from} gives, as part of the statement that decides so; for a statement
     * {@link #queueing} the letter.
     *
     * @param from a table expression with the customer's id and portal
     */
    public static String queued(String from) {
        return """
                insert into outbox (portal_id, customer_id, purpose, sealed)
                select portal_id, id, :letter.purpose, :letter.sealed from %s
                """.formatted(from);
    }

    /** Binds a letter that {@link #queued} stores. */
    public Consumer<Statement> queueing(Letter letter) {
        return statement ->
                statement.bind("letter.purpose", letter.purpose().label()).bind("letter.sealed", letters.seal(letter));
    }

    /** Claims mail that is due, the longest due first. Two nodes never get the same one while the lease holds. */
    List<WaitingMail> claim(int most) {
        return sql.withHandle(handle -> handle.statement("""
                        with due as (
                            select id from outbox
                            where sent_at is null and set_aside_at is null and due_at <= now()
                            order by due_at, id
                            limit :most
                            for update skip locked
                        ), claimed as (
                            update outbox o
                            set due_at = now() + make_interval(secs => :lease), attempts = o.attempts + 1
                            from due where o.id = due.id
                            returning o.id, o.attempts, o.created_at, o.purpose, o.portal_id, o.customer_id, o.sealed
                        )
                        select m.id, m.attempts, m.created_at, m.purpose, m.portal_id, m.customer_id, m.sealed,
                               c.email, c.language, c.profile ->> 'firstName' as first_name,
                               p.name as portal, p.language as portal_language, p.sender
                        from claimed m
                        join customer c on c.id = m.customer_id
                        join portal p on p.id = m.portal_id
                        order by m.id
                        """)
                .bind("most", most)
                .bind("lease", LEASE.toSeconds())
                .map(row -> waiting(row))
                .list());
    }

    private static WaitingMail waiting(ResultSet row) throws SQLException {
        return new WaitingMail(
                row.getLong("id"),
                row.getInt("attempts"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("purpose"),
                row.getLong("portal_id"),
                row.getLong("customer_id"),
                new Seal(row.getBytes("sealed")),
                new Addressee(row.getString("email"), row.getString("language"), row.getString("first_name")),
                new Letterhead(row.getString("portal"), row.getString("portal_language"), row.getString("sender")));
    }

    /** It is out: what was sealed is wiped (security: "wiped when sent"). */
    void sent(long id) {
        sql.useHandle(handle -> handle.statement("""
                        update outbox set sent_at = now(), sealed = null, fault = null where id = :id
                        """).bind("id", id).execute());
    }

    /** Not now: due again after the delay. The try counts. */
    void postpone(long id, Duration delay, String fault) {
        sql.useHandle(handle -> handle.statement("""
                        update outbox set due_at = now() + make_interval(secs => :delay), fault = :fault
                        where id = :id and sent_at is null and set_aside_at is null
                        """)
                .bind("delay", delay.toMillis() / 1000.0)
                .bind("fault", fault)
                .bind("id", id)
                .execute());
    }

    /** Claimed, but not tried: due at once, for any node, and the try doesn't count. */
    void giveBack(List<Long> ids) {
        sql.useHandle(
                handle -> handle.statement("""
                        update outbox set due_at = now(), attempts = greatest(attempts - 1, 0)
                        where id = any (:ids) and sent_at is null and set_aside_at is null
                        """).bindArray("ids", "bigint", ids).execute());
    }

    /** Poison: never tried again, unless an operator clears {@code set_aside_at}. Stays sealed until then. */
    void setAside(long id, String fault) {
        sql.useHandle(handle ->
                handle.statement("""
                        update outbox set set_aside_at = now(), fault = :fault
                        where id = :id and sent_at is null
                        """).bind("fault", fault).bind("id", id).execute());
    }

    /** Counts what waits and what was given up. */
    public Depth depth() {
        return sql.withHandle(handle -> handle.statement("""
                        select count(*) filter (where set_aside_at is null) as waiting,
                               count(*) filter (where set_aside_at is not null) as set_aside
                        from outbox
                        where sent_at is null
                        """)
                .map(row -> new Depth(row.getLong("waiting"), row.getLong("set_aside")))
                .one());
    }
}
