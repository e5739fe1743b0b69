package io.vestibule.mail;

import io.vestibule.branding.BrandingStore;
import io.vestibule.mail.WaitingMail.Addressee;
import io.vestibule.mail.WaitingMail.Seal;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Mail that waits. A claim is a lease, not a lock: whoever claims a mail has two minutes to say what became of it, or another
 * node (or the same, after a crash) gets it again. The database's clock decides what is due.
 */
public final class OutboxStore {
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** After so many tries in vain a mail doesn't hold up the customer's next one any more. */
    private static final int PUT_OFF_AT_MOST = 3;

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
     * Puts a letter in the outbox for whoever {@code from} gives, as part of the statement that decides so. Its {@link #values} are the
     * letter.
     *
     * @param from a table expression with the customer's id and portal
     */
    public static String queued(String from) {
        return """
                insert into outbox (portal_id, customer_id, purpose, sealed)
                select portal_id, id, :letter.purpose, :letter.sealed from %s
                """.formatted(from);
    }

    /** The values that {@link #queued} names. */
    public Consumer<Statement> values(Letter letter) {
        return statement ->
                statement.bind("letter.purpose", letter.purpose().label()).bind("letter.sealed", letters.seal(letter));
    }

    /** Which mail to claim: all that is due, but that of some portals; or only such as nobody has tried yet. */
    record Wanted(boolean onlyNew, Collection<Long> portalsPaused) {
        static final Wanted ALL = new Wanted(false, List.of());
    }

    /**
     * Claims mail that is due. Two nodes never get the same one while the lease holds, and a customer's mail goes in its order:
     * while one of it waits or is under way, what follows is claimed together with it or not at all. One that was put off three
     * times holds up no other any more.
     *
     * <p>So only the first waiting mail of a customer is locked, and brings along what is due behind it, up to one that isn't.
     */
    List<WaitingMail> claim(int most, Wanted wanted) {
        return sql.withHandle(handle -> handle.statement("""
                        with first as (
                            select id, customer_id from outbox o
                            where sent_at is null and set_aside_at is null and due_at <= now()
                              and (attempts = 0 or not :onlyNew) and portal_id <> all (:paused)
                              and not exists (
                                  select from outbox e
                                  where e.customer_id = o.customer_id and e.id < o.id
                                    and e.sent_at is null and e.set_aside_at is null and e.attempts <= :patience)
                            order by due_at, id
                            limit :most
                            for update skip locked
                        ), due as (
                            select distinct o.id
                            from first f
                            join outbox o on o.customer_id = f.customer_id and o.id >= f.id
                            where o.sent_at is null and o.set_aside_at is null and o.due_at <= now()
                              and (o.attempts = 0 or not :onlyNew)
                              and not exists (
                                  select from outbox e
                                  where e.customer_id = f.customer_id and e.id > f.id and e.id < o.id
                                    and e.sent_at is null and e.set_aside_at is null and e.attempts <= :patience
                                    and (e.due_at > now() or e.attempts > 0 and :onlyNew))
                            order by o.id
                            limit :most
                        ), claimed as (
                            update outbox o
                            set due_at = now() + make_interval(secs => :lease), attempts = o.attempts + 1
                            from due
                            where o.id = due.id and o.sent_at is null and o.set_aside_at is null and o.due_at <= now()
                            returning o.id, o.attempts, o.created_at, o.purpose, o.portal_id, o.customer_id, o.sealed
                        )
                        select m.id, m.attempts, m.created_at, m.purpose, m.portal_id, m.customer_id, m.sealed,
                               c.email, c.language, c.profile ->> 'firstName' as first_name,
                               p.name as portal, p.language as portal_language, p.sender, l.content as logo,
                        """ + MailTextStore.TEXTS + ", " + BrandingStore.COLUMNS + """
                         from claimed m
                        join customer c on c.id = m.customer_id
                        join portal p on p.id = m.portal_id
                        """
                        + BrandingStore.JOIN + "order by m.id")
                .bind("most", most)
                .bind("onlyNew", wanted.onlyNew())
                .bindArray("paused", "bigint", wanted.portalsPaused())
                .bind("patience", PUT_OFF_AT_MOST)
                .bind("lease", LEASE.toSeconds())
                .map(row -> waiting(row))
                .list());
    }

    private static WaitingMail waiting(ResultSet row) throws SQLException {
        return new WaitingMail(
                row.getLong("id"),
                row.getInt("attempts"),
                Instants.of(row, "created_at"),
                row.getString("purpose"),
                row.getLong("portal_id"),
                row.getLong("customer_id"),
                new Seal(row.getBytes("sealed")),
                new Addressee(row.getString("email"), row.getString("language"), row.getString("first_name")),
                new Letterhead(
                        row.getString("portal"),
                        row.getString("portal_language"),
                        row.getString("sender"),
                        BrandingStore.branding(row),
                        BrandingStore.logo(row, "logo"),
                        MailTextStore.texts(row)));
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

    /** Poison: never tried again, unless an operator has it sent again. Stays sealed until then. */
    void setAside(long id, String fault) {
        sql.useHandle(handle ->
                handle.statement("""
                        update outbox set set_aside_at = now(), fault = :fault
                        where id = :id and sent_at is null
                        """).bind("fault", fault).bind("id", id).execute());
    }

    /** Counts what waits and what was given up, of all portals. */
    public Depth depth() {
        return count(null);
    }

    /** Counts what waits and what was given up, of these portals. */
    public Depth depthOf(List<Long> portals) {
        return count(portals);
    }

    private Depth count(@Nullable List<Long> portals) {
        return sql.withHandle(handle -> handle.statement("""
                        select (select count(*) from outbox where sent_at is null and set_aside_at is null
                                and (:any or portal_id = any (cast(:portals as bigint[])))) as waiting,
                               (select count(*) from outbox where sent_at is null and set_aside_at is not null
                                and (:any or portal_id = any (cast(:portals as bigint[])))) as set_aside
                        """)
                .bind("any", portals == null)
                .bindArray("portals", "bigint", portals == null ? List.of() : portals)
                .map(row -> new Depth(row.getLong("waiting"), row.getLong("set_aside")))
                .one());
    }
}
