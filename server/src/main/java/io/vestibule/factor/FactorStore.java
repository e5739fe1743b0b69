package io.vestibule.factor;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.mail.Letter;
import io.vestibule.mail.OutboxStore;
import io.vestibule.session.NewSession;
import io.vestibule.session.SessionStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Second factors. The customer's row lock puts all guesses of one customer's codes in order, on any number of nodes: so a code is
 * accepted once, and of any number of wrong ones only as many are judged as the lock allows.
 */
public final class FactorStore {
    private final Sql sql;
    private final OutboxStore outbox;

    public FactorStore(Sql sql, OutboxStore outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** What a customer has set up. */
    public Factors factors(long customerId) {
        return sql.withHandle(h -> h.statement("""
                        select exists (select 1 from totp where customer_id = :customer) as is_on,
                               (select count(*) from recovery_code where customer_id = :customer) as recovery_codes
                        """)
                .bind("customer", customerId)
                .map(rs -> new Factors(rs.getBoolean("is_on"), rs.getInt("recovery_codes")))
                .one());
    }

    /** What is needed to judge a code of the customer. */
    public FactorState state(long customerId) {
        return state("totp", "last_step", "true", customerId);
    }

    /** What is needed to judge the first code of the secret that the customer was shown; nothing sealed where none waits. */
    public FactorState offered(long customerId) {
        return state("totp_offer", "0", "t.expires_at > now()", customerId);
    }

    private FactorState state(String table, String lastStep, String condition, long customerId) {
        return sql.withHandle(h -> h.statement(
                        "select t.sealed, %s as last_step, now() as now from (select 1) as one left join %s t on t.customer_id = :customer and %s"
                                .formatted(lastStep, table, condition))
                .bind("customer", customerId)
                .map(rs -> new FactorState(
                        customerId,
                        rs.getBytes("sealed"),
                        rs.getLong("last_step"),
                        rs.getObject("now", OffsetDateTime.class).toInstant()))
                .one());
    }

    /** A sign-in that waits for its second step. */
    public record Begun(Customer customer, FirstStep by) {}

    /** Binds a challenge that a statement stores. */
    public static Consumer<Statement> waiting(Challenge challenge) {
        return statement -> statement.bind("challenge.hash", challenge.hash()).bind("challenge.life", challenge.life());
    }

    /** The sign-in that a challenge is of; empty if it is out of date, used or void, of another portal, or its customer disabled. */
    public Optional<Begun> begun(long portalId, Challenge challenge) {
        return sql.withHandle(h -> h.statement("select g.origin, " + CustomerStore.COLUMNS + """
                        from challenge g join customer_whole c on c.id = g.customer_id
                        where g.hash = :hash and g.expires_at > now() and c.portal_id = :portal and c.disabled_at is null
                        """)
                .bind("hash", challenge.hash())
                .bind("portal", portalId)
                .map(rs -> new Begun(CustomerStore.customer(rs), FirstStep.labelled(rs.getString("origin"))))
                .findOne());
    }

    /** How a code was judged for a sign-in that waits for it. */
    public enum Completion {
        OPENED,
        WRONG,
        /** Nothing waits for it any more: the code was neither judged nor used up. */
        NO_CHALLENGE
    }

    /** Judges a code for a sign-in that waits for it; the right one opens the session, once. */
    public Completion complete(
            Challenge challenge, Begun begun, Guess guess, NewSession session, Lockout rule, AuditContext context) {
        return sql.inTransaction(h -> {
            lock(h, guess.customerId());
            boolean waits = h.statement("select 1 from challenge where hash = :hash and expires_at > now()")
                    .bind("hash", challenge.hash())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (!waits) {
                return Completion.NO_CHALLENGE;
            }
            String detail = "{\"by\": \"" + begun.by().label() + "\"}";
            if (!judge(h, guess, rule, "authn_login_success", detail, context)) {
                return Completion.WRONG;
            }
            h.statement("delete from challenge where hash = :hash")
                    .bind("hash", challenge.hash())
                    .execute();
            SessionStore.open(
                    h,
                    session,
                    begun.customer().portalId(),
                    guess.customerId(),
                    begun.by().label());
            return Completion.OPENED;
        });
    }

    /** Judges a code; the right one is used up. */
    public boolean verify(Guess guess, Lockout rule, AuditContext context) {
        return sql.inTransaction(h -> verify(h, guess, rule, context));
    }

    /** The same in the transaction of the handle. */
    static boolean verify(Handle h, Guess guess, Lockout rule, AuditContext context) {
        lock(h, guess.customerId());
        return judge(h, guess, rule, "authn_factor_success", "{}", context);
    }

    static boolean lock(Handle h, long customerId) {
        return h.statement("select id from customer where id = :customer for no key update")
                .bind("customer", customerId)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /**
     * A statement of its own, begun with the customer locked: it sees every guess that came before. A right code clears the count
     * of failures, unless a lock holds; anything else is a failure.
     */
    private static boolean judge(Handle h, Guess guess, Lockout rule, String success, String detail, AuditContext context) {
        return h.statement("""
                        with seen as (
                            select locked_until from lockout where subject = :subject for update
                        ), free as (
                            select id from customer
                            where id = :customer and disabled_at is null and not exists (select 1 from seen where locked_until > now())
                        ), stepped as (
                            update totp set last_step = :step
                            where customer_id = (select id from free) and last_step < :step and sealed = :sealed
                            returning 'totp' as kind
                        ), recovered as (
                            delete from recovery_code
                            where customer_id = (select id from free) and hash = :recovery returning 'recovery' as kind
                        ), mailed as (
                            delete from mail_code
                            where customer_id = (select id from free) and encode(hash, 'hex') = any (:mailed) and expires_at > now()
                              and exists (select 1 from totp where customer_id = :customer)
                            returning 'email' as kind
                        ), accepted as (
                            select kind from stepped union all select kind from recovered union all select kind from mailed
                        ), cleared as (
                            delete from lockout where subject = :subject and exists (select 1 from accepted)
                        ), failure as (
                        """ + GuardStore.failure("not exists (select 1 from accepted)") + """
                        )
                        select a.kind is not null as accepted,
                               case when a.kind is not null
                                    then audit(:success, cast(:context as jsonb), :customer,
                                               cast(:detail as jsonb) || jsonb_build_object('factor', a.kind))
                                    else audit(case when f.locked then 'authn_login_lock' else 'authn_factor_fail' end,
                                               cast(:context as jsonb), :customer) end
                        from (select 1) as one left join accepted a on true left join failure f on true
                        """)
                .bind("customer", guess.customerId())
                .bind("subject", Lockout.customer(guess.customerId()))
                .bind("attempts", rule.attempts())
                .bind("lock", rule.duration().toString())
                .bind("step", guess.step())
                .bind("sealed", guess.sealed())
                .bind("recovery", guess.recovery())
                .bindArray("mailed", "text", guess.mailed())
                .bind("success", success)
                .bind("detail", detail)
                .bind("context", context.json())
                .map(rs -> rs.getBoolean("accepted"))
                .one();
    }

    /**
     * Stores a code in the place of the one before, with the mail that carries it. Nothing comes of it if the customer has
     * another address by now.
     */
    public void mail(FactorCodes.Mailed code, Letter letter, AuditContext context) {
        sql.useTransaction(h -> {
            boolean stored = h.statement("""
                            with stored as (
                                insert into mail_code (customer_id, hash, expires_at)
                                select id, :hash, now() + cast(:life as interval) from customer
                                where id = :customer and email = :address and disabled_at is null
                                on conflict (customer_id) do update set hash = excluded.hash, expires_at = excluded.expires_at
                                returning customer_id
                            )
                            select audit('authn_code_mailed', cast(:context as jsonb), customer_id) from stored
                            """)
                    .bind("customer", letter.customerId())
                    .bind("address", letter.to())
                    .bind("hash", code.hash())
                    .bind("life", FactorCodes.MAILED_CODE_LIFE.toString())
                    .bind("context", context.json())
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
            if (stored) {
                outbox.enqueue(h, letter);
            }
        });
    }
}
