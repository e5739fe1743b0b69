package io.vestibule.factor;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Lockout;
import io.vestibule.mail.MailPurpose;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Setting a second factor up, replacing it and turning it off. A change and the code that proves it are one transaction. */
public final class EnrolmentStore {
    /** How long a secret that was shown waits for its first code. */
    private static final Duration OFFER = Duration.ofMinutes(30);

    private final Sql sql;

    public EnrolmentStore(Sql sql) {
        this.sql = sql;
    }

    private boolean proven(Guess guess, Lockout rule, AuditContext context, Consumer<Handle> then) {
        return sql.inTransaction(h -> {
            boolean right = FactorStore.verify(h, guess, rule, context);
            if (right) {
                then.accept(h);
            }
            return right;
        });
    }

    /**
     * Keeps a secret that is about to be shown to a customer who has no second factor; it asks for nothing yet. False if one is on at this
     * moment: the row lock waits for a call that turns it on.
     */
    public boolean offer(long customerId, byte[] sealed) {
        return sql.withHandle(h -> offer(h, customerId, sealed, "second_factor_at is null for no key update"));
    }

    /** The same for one who has a second factor, and proves it with a code of it. */
    public boolean offer(Guess proof, byte[] sealed, Lockout rule, AuditContext context) {
        return proven(proof, rule, context, h -> offer(h, proof.customerId(), sealed, "true"));
    }

    private static boolean offer(Handle h, long customerId, byte[] sealed, String condition) {
        return h.statement("""
                        insert into totp_offer (customer_id, sealed, expires_at)
                        select id, :sealed, now() + cast(:life as interval) from customer where id = :customer and %s
                        on conflict (customer_id) do update set sealed = excluded.sealed, expires_at = excluded.expires_at
                        """.formatted(condition))
                        .bind("customer", customerId)
                        .bind("sealed", sealed)
                        .bind("life", OFFER.toString())
                        .execute()
                > 0;
    }

    /**
     * Puts the secret that the customer was shown in the place of any before, now that they gave a code of it, with new recovery
     * codes; false if another call did so before, or showed another secret.
     *
     * @param step that of the code, which is used up with it
     */
    public boolean confirm(FactorState offered, long step, RecoveryCodes codes, AuditContext context) {
        return sql.inTransaction(h -> {
            long customer = offered.customerId();
            FactorStore.lock(h, customer);
            int taken = h.statement("delete from totp_offer where customer_id = :customer and sealed = :sealed")
                    .bind("customer", customer)
                    .bind("sealed", offered.sealed())
                    .execute();
            if (taken == 0) {
                return false;
            }
            h.statement("""
                            insert into totp (customer_id, sealed, last_step) values (:customer, :sealed, :step)
                            on conflict (customer_id) do update set sealed = excluded.sealed, last_step = excluded.last_step
                            """)
                    .bind("customer", customer)
                    .bind("sealed", offered.sealed())
                    .bind("step", step)
                    .execute();
            replace(h, customer, codes);
            changed(h, customer, """
                    second_factor_at = coalesce(second_factor_at, now()), updated_at = now()
                    """, MailPurpose.SECOND_FACTOR_ON, "authn_factor_added", context);
            return true;
        });
    }

    /** Puts new recovery codes in the place of those that are left, for a customer who proves the second factor. */
    public boolean renew(Guess proof, RecoveryCodes codes, Lockout rule, AuditContext context) {
        return proven(proof, rule, context, h -> {
            replace(h, proof.customerId(), codes);
            changed(
                    h,
                    proof.customerId(),
                    "updated_at = now()",
                    MailPurpose.RECOVERY_CODES,
                    "authn_recovery_codes_created",
                    context);
        });
    }

    private static void replace(Handle h, long customerId, RecoveryCodes codes) {
        h.statement("delete from recovery_code where customer_id = :customer")
                .bind("customer", customerId)
                .execute();
        h.statement("insert into recovery_code (customer_id, hash) select :customer, unnest(:hashes)")
                .bind("customer", customerId)
                .bindArray("hashes", "bytea", codes.hashes())
                .execute();
    }

    /** Turns the second factor off, for a customer who proves it. */
    public boolean turnOff(Guess proof, Lockout rule, AuditContext context) {
        return proven(
                proof, rule, context, h -> turnOff(h, proof.customerId(), MailPurpose.SECOND_FACTOR_OFF, context));
    }

    /**
     * What a customer has set up.
     *
     * @param since since when a second factor is asked for; null: it isn't
     */
    public record Held(
            boolean totp, long recoveryCodes, @Nullable Instant since) {}

    /** What a customer has set up. */
    public Held held(long customerId) {
        return sql.withHandle(h -> h.statement("""
                        select exists (select 1 from totp where customer_id = :customer) as totp,
                               (select count(*) from recovery_code where customer_id = :customer) as codes,
                               (select second_factor_at from customer where id = :customer) as since
                        """)
                .bind("customer", customerId)
                .map(rs -> {
                    Instant since = Instants.orNull(rs, "since");
                    return new Held(rs.getBoolean("totp"), rs.getLong("codes"), since);
                })
                .one());
    }

    /** Turns a customer's second factor off, for an operator; false if none was on. */
    public boolean turnOff(long customerId, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean was = FactorStore.lock(h, customerId)
                    && h.statement("select exists (select 1 from totp where customer_id = :customer)")
                            .bind("customer", customerId)
                            .mapTo(Boolean.class)
                            .one();
            if (was) {
                turnOff(h, customerId, MailPurpose.SECOND_FACTOR_OFF, context);
            }
            return was;
        });
    }

    private static void turnOff(Handle h, long customerId, MailPurpose notice, AuditContext context) {
        for (String table : List.of("totp", "totp_offer", "recovery_code", "mail_code", "challenge")) {
            h.statement("delete from " + table + " where customer_id = :customer")
                    .bind("customer", customerId)
                    .execute();
        }
        changed(h, customerId, "second_factor_at = null, updated_at = now()", notice, "authn_factor_removed", context);
    }

    /** "Users are notified after updates to authentication details" (ASVS 6.3.7), where they have an address. */
    private static void changed(
            Handle h, long customerId, String change, MailPurpose notice, String event, AuditContext context) {
        h.statement("""
                        with changed as (
                            update customer set %s where id = :customer returning id, portal_id, email
                        ), told as (
                            insert into outbox (portal_id, customer_id, purpose)
                            select portal_id, id, :notice from changed where email is not null
                        )
                        select audit(:event, cast(:context as jsonb), id) from changed
                        """.formatted(change))
                .bind("customer", customerId)
                .bind("notice", notice.label())
                .bind("event", event)
                .bind("context", context.json())
                .map(rs -> true)
                .one();
    }
}
