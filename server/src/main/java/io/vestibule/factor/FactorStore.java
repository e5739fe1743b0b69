package io.vestibule.factor;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.json.Json;
import io.vestibule.mail.Letter;
import io.vestibule.mail.OutboxStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;

/**
 * Second factors. The customer's row lock puts all guesses of one customer's codes in order, on any number of nodes: so a code is
 * accepted once, and of any number of wrong ones only as many are verified as the lock allows.
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

    /** What is needed to verify a code of the customer. */
    public FactorState state(long customerId) {
        return state("totp", "last_step", "true", customerId);
    }

    /** What is needed to verify the first code of the secret that the customer was shown; nothing sealed where none waits. */
    public FactorState offered(long customerId) {
        return state("totp_offer", "0", "t.expires_at > now()", customerId);
    }

    private FactorState state(String table, String lastStep, String condition, long customerId) {
        return sql.withHandle(h -> h.statement(
                        "select t.sealed, %s as last_step, now() as now from (select 1) as one left join %s t on t.customer_id = :customer and %s"
                                .formatted(lastStep, table, condition))
                .bind("customer", customerId)
                .map(rs -> new FactorState(
                        customerId, rs.getBytes("sealed"), rs.getLong("last_step"), Instants.of(rs, "now")))
                .one());
    }

    /** Verifies a code; the right one is used up. */
    public boolean verify(Guess guess, Lockout rule, AuditContext context) {
        return sql.inTransaction(h -> verify(h, guess, rule, context));
    }

    /** The same in the transaction of the handle. */
    static boolean verify(Handle h, Guess guess, Lockout rule, AuditContext context) {
        lock(h, guess.customerId());
        return verify(h, guess, rule, "authn_factor_success", Json.object().build(), context);
    }

    /** Locks a customer's row; false if there is none. */
    public static boolean lock(Handle h, long customerId) {
        return h.statement("select id from customer where id = :customer for no key update")
                .bind("customer", customerId)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /**
     * Verifies a code in the transaction of the handle, whose customer is locked. A statement of its own: it sees every guess that came
     * before. A right code clears the count of failures, unless a lock holds; anything else is a failure.
     *
     * @param success the audit event that a right code is, with its detail
     */
    public static boolean verify(
            Handle h, Guess guess, Lockout rule, String success, Json detail, AuditContext context) {
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
                .bind("detail", detail.toString())
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
                                where id = :customer and email = :address and disabled_at is null for share
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
