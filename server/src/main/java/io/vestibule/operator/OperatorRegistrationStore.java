package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.passkey.NewPasskey;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyDescriptor;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registrations of operators' passkeys: those that wait for the browser's answer, and what comes of one. */
public final class OperatorRegistrationStore {
    private final Sql sql;

    public OperatorRegistrationStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Who registers a passkey.
     *
     * @param handle  by whom authenticators know them
     * @param exclude the passkeys that they have for the site
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Registrant(byte[] handle, String email, String name, List<PasskeyDescriptor> exclude) {}

    /**
     * Begins a registration; empty if there is no such operator, they are disabled, or have as many as they may.
     *
     * @param handle by whom authenticators shall know them, if they don't yet
     */
    Optional<Registrant> begin(long operator, ConsoleParty party, byte[] handle, PasskeyChallenge challenge, int most) {
        return sql.inTransaction(h -> h.statement("""
                        update operator o set handle = coalesce(handle, :handle)
                        where id = :operator and disabled_at is null
                          and (select count(*) from operator_passkey p where p.operator_id = o.id) < :most
                        returning handle, email, name
                        """)
                .bind("operator", operator)
                .bind("handle", handle)
                .bind("most", most)
                .map(rs ->
                        new Registrant(rs.getBytes("handle"), rs.getString("email"), rs.getString("name"), List.of()))
                .findOne()
                .map(found -> {
                    begin(h, "register", operator, challenge);
                    return new Registrant(
                            found.handle(),
                            found.email(),
                            found.name(),
                            OperatorPasskeyStore.descriptors(h, operator, party));
                }));
    }

    /** Keeps what a browser is asked to sign. */
    static void begin(Handle h, String kind, @Nullable Long operator, PasskeyChallenge challenge) {
        h.statement("""
                        insert into operator_ceremony (hash, kind, operator_id, expires_at)
                        values (:hash, :kind, :operator, now() + cast(:life as interval))
                        """)
                .bind("hash", challenge.hash())
                .bind("kind", kind)
                .bind("operator", operator)
                .bind("life", PasskeyChallenge.LIFE.toString())
                .execute();
    }

    /** Whether a registration of the operator's waits with this challenge. */
    boolean waits(long operator, PasskeyChallenge challenge) {
        return sql.withHandle(h -> h.statement("""
                        select exists (select from operator_ceremony where hash = :hash and kind = 'register'
                                       and operator_id = :operator and expires_at > now())
                        """)
                .bind("hash", challenge.hash())
                .bind("operator", operator)
                .mapTo(Boolean.class)
                .one());
    }

    /** How storing a passkey ended. */
    enum Stored {
        ADDED,
        /** The challenge was used, or is out of date. */
        EXPIRED,
        /** Somebody has it. */
        TAKEN,
        /** The operator has as many as they may. */
        FULL
    }

    /** Stores a passkey in the place of the registration that it answers, once. */
    Stored add(long operator, OperatorPasskeys.Verified registration, int most, AuditContext context) {
        return sql.inTransaction(h -> {
            if (!locked(h, operator) || !used(h, operator, registration.challenge())) {
                return Stored.EXPIRED;
            }
            if (h.statement("select count(*) from operator_passkey where operator_id = :operator")
                            .bind("operator", operator)
                            .mapTo(Long.class)
                            .one()
                    >= most) {
                return Stored.FULL;
            }
            return insert(h, operator, registration, context) ? Stored.ADDED : Stored.TAKEN;
        });
    }

    private static boolean locked(Handle h, long operator) {
        return h.statement("select id from operator where id = :operator and disabled_at is null for no key update")
                .bind("operator", operator)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /** Uses a registration up, in the transaction of the handle; false if none waits. */
    static boolean used(Handle h, long operator, PasskeyChallenge challenge) {
        return h.statement("""
                        delete from operator_ceremony
                        where hash = :hash and kind = 'register' and operator_id = :operator and expires_at > now()
                        """)
                        .bind("hash", challenge.hash())
                        .bind("operator", operator)
                        .execute()
                > 0;
    }

    /** Stores a passkey in the transaction of the handle; false if somebody has it. */
    static boolean insert(Handle h, long operator, OperatorPasskeys.Verified registration, AuditContext context) {
        NewPasskey passkey = registration.passkey();
        return h.statement("""
                        with added as (
                            insert into operator_passkey (operator_id, credential_id, rp_id, credential, counter, backup_eligible,
                                                          backed_up, transports, name)
                            values (:operator, :credential_id, :rp, :credential, :counter, :eligible, :backed_up, :transports, :name)
                            on conflict do nothing returning id, operator_id
                        )
                        select audit('operator_passkey_added', cast(:context as jsonb), null,
                                     jsonb_build_object('operator', operator_id, 'passkey', id))
                        from added
                        """)
                .bind("operator", operator)
                .bind("credential_id", passkey.id())
                .bind("rp", registration.party().id().value())
                .bind("credential", passkey.credential())
                .bind("counter", passkey.counter())
                .bind("eligible", passkey.backupEligible())
                .bind("backed_up", passkey.backedUp())
                .bindArray("transports", "text", passkey.transports())
                .bind("name", registration.name())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false);
    }
}
