package io.vestibule.factor;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.OutboxStore;
import io.vestibule.session.NewSession;
import io.vestibule.session.SessionStore;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Second factors. The customer's row lock puts all guesses of one customer's codes in order, on any number of nodes: so a code is
 * accepted once, and of any number of wrong ones only as many are judged as the lock allows.
 */
public final class FactorStore {
    /** How long a secret that was shown waits for its first code. */
    private static final Duration OFFER = Duration.ofMinutes(30);

    private final Jdbi jdbi;
    private final OutboxStore outbox;

    public FactorStore(Jdbi jdbi, OutboxStore outbox) {
        this.jdbi = jdbi;
        this.outbox = outbox;
    }

    /** What a customer has set up. */
    public Factors factors(long customerId) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select exists (select 1 from totp where customer_id = :customer) as is_on,
                               (select count(*) from recovery_code where customer_id = :customer) as recovery_codes
                        """)
                .bind("customer", customerId)
                .map((rs, ctx) -> new Factors(rs.getBoolean("is_on"), rs.getInt("recovery_codes")))
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
        return jdbi.withHandle(h -> h.createQuery(
                        "select t.sealed, %s as last_step, now() as now from (select 1) as one left join %s t on t.customer_id = :customer and %s"
                                .formatted(lastStep, table, condition))
                .bind("customer", customerId)
                .map((rs, ctx) -> new FactorState(
                        customerId,
                        rs.getBytes("sealed"),
                        rs.getLong("last_step"),
                        rs.getObject("now", OffsetDateTime.class).toInstant()))
                .one());
    }

    /** A sign-in that waits for its second step. */
    public record Begun(Customer customer, FirstStep by) {}

    /** The sign-in that a challenge is of; empty if it is out of date, used or void, of another portal, or its customer disabled. */
    public Optional<Begun> begun(long portalId, Challenge challenge) {
        return jdbi.withHandle(h -> h.createQuery("select g.origin, " + CustomerStore.COLUMNS + """
                        from challenge g join customer_whole c on c.id = g.customer_id
                        where g.hash = :hash and g.expires_at > now() and c.portal_id = :portal and c.disabled_at is null
                        """)
                .bind("hash", challenge.hash())
                .bind("portal", portalId)
                .map((rs, ctx) -> new Begun(CustomerStore.customer(rs), FirstStep.labelled(rs.getString("origin"))))
                .findOne());
    }

    /** Judges a code for a sign-in that waits for it; the right one opens the session, once. */
    public boolean complete(
            Challenge challenge, Begun begun, Guess guess, NewSession session, Lockout rule, String origin) {
        return jdbi.inTransaction(h -> {
            lock(h, guess.customerId());
            boolean waits = h.createQuery("select 1 from challenge where hash = :hash and expires_at > now()")
                    .bind("hash", challenge.hash())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            String detail = "{\"by\": \"" + begun.by().label() + "\"}";
            if (!waits || !judge(h, guess, rule, "authn_login_success", detail, origin)) {
                return false;
            }
            h.createUpdate("delete from challenge where hash = :hash")
                    .bind("hash", challenge.hash())
                    .execute();
            SessionStore.open(
                    h,
                    session,
                    begun.customer().portalId(),
                    guess.customerId(),
                    begun.by().label());
            return true;
        });
    }

    /** Judges a code; the right one is used up. */
    public boolean verify(Guess guess, Lockout rule, String origin) {
        return proven(guess, rule, origin, h -> {});
    }

    private boolean proven(Guess guess, Lockout rule, String origin, Consumer<Handle> then) {
        return jdbi.inTransaction(h -> {
            lock(h, guess.customerId());
            boolean right = judge(h, guess, rule, "authn_factor_success", "{}", origin);
            if (right) {
                then.accept(h);
            }
            return right;
        });
    }

    private static boolean lock(Handle h, long customerId) {
        return h.createQuery("select id from customer where id = :customer for no key update")
                .bind("customer", customerId)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /**
     * A statement of its own, begun with the customer locked: it sees every guess that came before. A right code clears the count
     * of failures, unless a lock holds; anything else is a failure.
     */
    private static boolean judge(Handle h, Guess guess, Lockout rule, String success, String detail, String origin) {
        return h.createQuery("""
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
                                    then audit(:success, cast(:origin as jsonb), :customer,
                                               cast(:detail as jsonb) || jsonb_build_object('factor', a.kind))
                                    else audit(case when f.locked then 'authn_login_lock' else 'authn_factor_fail' end,
                                               cast(:origin as jsonb), :customer) end
                        from (select 1) as one left join accepted a on true left join failure f on true
                        """)
                .bind("customer", guess.customerId())
                .bind("subject", Lockout.customer(guess.customerId()))
                .bind("attempts", rule.attempts())
                .bind("lock", rule.duration().toString())
                .bind("step", guess.step())
                .bind("sealed", guess.sealed())
                .bind("recovery", guess.recovery())
                .bindArray("mailed", String.class, guess.mailed())
                .bind("success", success)
                .bind("detail", detail)
                .bind("origin", origin)
                .map((rs, ctx) -> rs.getBoolean("accepted"))
                .one();
    }

    /** Keeps a secret that is about to be shown to a customer who has no second factor; it asks for nothing yet. */
    public void offer(long customerId, byte[] sealed) {
        jdbi.useHandle(h -> offer(h, customerId, sealed));
    }

    /** The same for one who has a second factor, and proves it with a code of it. */
    public boolean offer(Guess proof, byte[] sealed, Lockout rule, String origin) {
        return proven(proof, rule, origin, h -> offer(h, proof.customerId(), sealed));
    }

    private static void offer(Handle h, long customerId, byte[] sealed) {
        h.createUpdate("""
                        insert into totp_offer (customer_id, sealed, expires_at)
                        values (:customer, :sealed, now() + cast(:life as interval))
                        on conflict (customer_id) do update set sealed = excluded.sealed, expires_at = excluded.expires_at
                        """)
                .bind("customer", customerId)
                .bind("sealed", sealed)
                .bind("life", OFFER.toString())
                .execute();
    }

    /**
     * Puts the secret that the customer was shown in the place of any before, now that they gave a code of it, with new recovery
     * codes; false if another call did so before, or showed another secret.
     *
     * @param step that of the code, which is used up with it
     */
    public boolean confirm(FactorState offered, long step, RecoveryCodes codes, String origin) {
        return jdbi.inTransaction(h -> {
            long customer = offered.customerId();
            lock(h, customer);
            int taken = h.createUpdate("delete from totp_offer where customer_id = :customer and sealed = :sealed")
                    .bind("customer", customer)
                    .bind("sealed", offered.sealed())
                    .execute();
            if (taken == 0) {
                return false;
            }
            h.createUpdate("""
                            insert into totp (customer_id, sealed, last_step) values (:customer, :sealed, :step)
                            on conflict (customer_id) do update set sealed = excluded.sealed, last_step = excluded.last_step
                            """)
                    .bind("customer", customer)
                    .bind("sealed", offered.sealed())
                    .bind("step", step)
                    .execute();
            replace(h, customer, codes);
            told(
                    h,
                    customer,
                    "second_factor_at = coalesce(second_factor_at, now()), updated_at = now()",
                    MailPurpose.SECOND_FACTOR_ON,
                    "authn_factor_added",
                    origin);
            return true;
        });
    }

    /** Puts new recovery codes in the place of those that are left, for a customer who proves the second factor. */
    public boolean renew(Guess proof, RecoveryCodes codes, Lockout rule, String origin) {
        return proven(proof, rule, origin, h -> {
            replace(h, proof.customerId(), codes);
            told(
                    h,
                    proof.customerId(),
                    "updated_at = now()",
                    MailPurpose.RECOVERY_CODES,
                    "authn_recovery_codes_created",
                    origin);
        });
    }

    private static void replace(Handle h, long customerId, RecoveryCodes codes) {
        h.createUpdate("delete from recovery_code where customer_id = :customer")
                .bind("customer", customerId)
                .execute();
        var batch = h.prepareBatch("insert into recovery_code (customer_id, hash) values (:customer, :hash)");
        codes.hashes()
                .forEach(hash ->
                        batch.bind("customer", customerId).bind("hash", hash).add());
        batch.execute();
    }

    /** Turns the second factor off, for a customer who proves it. */
    public boolean turnOff(Guess proof, Lockout rule, String origin) {
        return proven(proof, rule, origin, h -> turnOff(h, proof.customerId(), origin));
    }

    /** Turns a customer's second factor off, for an operator; false if none was on. */
    public boolean turnOff(long customerId, String origin) {
        return jdbi.inTransaction(h -> {
            boolean was = lock(h, customerId)
                    && h.createQuery("select exists (select 1 from totp where customer_id = :customer)")
                            .bind("customer", customerId)
                            .mapTo(Boolean.class)
                            .one();
            if (was) {
                turnOff(h, customerId, origin);
            }
            return was;
        });
    }

    private static void turnOff(Handle h, long customerId, String origin) {
        for (String table : List.of("totp", "totp_offer", "recovery_code", "mail_code", "challenge")) {
            h.createUpdate("delete from " + table + " where customer_id = :customer")
                    .bind("customer", customerId)
                    .execute();
        }
        told(
                h,
                customerId,
                "second_factor_at = null, updated_at = now()",
                MailPurpose.SECOND_FACTOR_OFF,
                "authn_factor_removed",
                origin);
    }

    /** "Users are notified after updates to authentication details" (ASVS 6.3.7), where they have an address. */
    private static void told(
            Handle h, long customerId, String change, MailPurpose notice, String event, String origin) {
        h.createQuery("""
                        with changed as (
                            update customer set %s where id = :customer returning id, portal_id, email
                        ), told as (
                            insert into outbox (portal_id, customer_id, purpose)
                            select portal_id, id, :notice from changed where email is not null
                        )
                        select audit(:event, cast(:origin as jsonb), id) from changed
                        """.formatted(change))
                .bind("customer", customerId)
                .bind("notice", notice.label())
                .bind("event", event)
                .bind("origin", origin)
                .map((rs, ctx) -> true)
                .one();
    }

    /**
     * A page of secrets that were sealed anew.
     *
     * @param last the id of the last customer of the page
     */
    record Resealed(int rows, long last) {}

    /** Seals a secret of a customer. */
    @FunctionalInterface
    interface Seal {
        byte[] anew(long customerId, byte[] sealed);
    }

    /** Seals the secrets of up to a thousand customers anew, those after the given one by id. */
    Resealed reseal(long after, Seal seal) {
        return jdbi.inTransaction(h -> {
            var rows = h.createQuery("""
                            select customer_id, sealed from totp where customer_id > :after
                            order by customer_id limit 1000 for update
                            """)
                    .bind("after", after)
                    .map((rs, ctx) -> Map.entry(rs.getLong("customer_id"), rs.getBytes("sealed")))
                    .list();
            for (Map.Entry<Long, byte[]> row : rows) {
                h.createUpdate("update totp set sealed = :sealed where customer_id = :customer")
                        .bind("customer", row.getKey())
                        .bind("sealed", seal.anew(row.getKey(), row.getValue()))
                        .execute();
            }
            return new Resealed(
                    rows.size(), rows.isEmpty() ? after : rows.getLast().getKey());
        });
    }

    /**
     * Stores a code in the place of the one before, with the mail that carries it. Nothing comes of it if the customer has
     * another address by now.
     */
    public void mail(FactorCodes.Mailed code, Letter letter, String origin) {
        jdbi.useTransaction(h -> {
            boolean stored = h.createQuery("""
                            with stored as (
                                insert into mail_code (customer_id, hash, expires_at)
                                select id, :hash, now() + cast(:life as interval) from customer
                                where id = :customer and email = :address and disabled_at is null
                                on conflict (customer_id) do update set hash = excluded.hash, expires_at = excluded.expires_at
                                returning customer_id
                            )
                            select audit('authn_code_mailed', cast(:origin as jsonb), customer_id) from stored
                            """)
                    .bind("customer", letter.customerId())
                    .bind("address", letter.to())
                    .bind("hash", code.hash())
                    .bind("life", FactorCodes.MAILED_CODE_LIFE.toString())
                    .bind("origin", origin)
                    .map((rs, ctx) -> true)
                    .findOne()
                    .orElse(false);
            if (stored) {
                outbox.enqueue(h, letter);
            }
        });
    }
}
