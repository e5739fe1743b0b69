package io.vestibule.passkey;

import io.vestibule.audit.AuditContext;
import io.vestibule.mail.MailPurpose;
import io.vestibule.passkey.PasskeyStore.Kept;
import io.vestibule.portal.RpId;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registrations of passkeys: those that wait for the browser's answer, and what comes of one. */
public final class PasskeyRegistrationStore {
    private final Sql sql;

    public PasskeyRegistrationStore(Sql sql) {
        this.sql = sql;
    }

    /** How beginning a registration ended. */
    public sealed interface Begin {
        /**
         * It waits for the browser's answer.
         *
         * @param exclude the customer's passkeys for the site
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Begun(byte[] handle, List<PasskeyDescriptor> exclude) implements Begin {
            public Begun {
                exclude = List.copyOf(exclude);
            }
        }

        /** The customer has as many as they may. */
        record Full() implements Begin {}

        /** They have a second factor on by now, and gave no code. */
        record CodeWanted() implements Begin {}
    }

    /**
     * Begins a registration.
     *
     * @param kind   how it is asked for
     * @param byCode whether the customer proved it by a second factor
     * @param handle by whom authenticators shall know the customer, if they don't yet
     */
    public Begin begin(
            long customerId,
            RelyingParty party,
            Registration kind,
            boolean byCode,
            byte[] handle,
            PasskeyChallenge challenge) {
        return sql.inTransaction(h -> {
            h.statement(
                            "insert into passkey_user (customer_id, handle) values (:customer, :handle) on conflict do nothing")
                    .bind("customer", customerId)
                    .bind("handle", handle)
                    .execute();
            Kept kept = PasskeyStore.passkeys(h, customerId);
            if (kept.handle() == null
                    || kept.passkeys().size() >= party.portal().passkeys().most()) {
                return new Begin.Full();
            }
            int begun = h.statement("""
                            insert into passkey_ceremony (hash, portal_id, kind, named, customer_id, rp_id, expires_at)
                            select :hash, :portal, :kind, true, id, :rp, now() + cast(:life as interval) from customer
                            where id = :customer and (:by_code or second_factor_at is null)
                            """)
                    .bind("hash", challenge.hash())
                    .bind("portal", party.portal().id())
                    .bind("customer", customerId)
                    .bind("kind", kind.label())
                    .bind("by_code", byCode)
                    .bind("rp", party.id().value())
                    .bind("life", PasskeyChallenge.LIFE.toString())
                    .execute();
            return begun == 0 ? new Begin.CodeWanted() : new Begin.Begun(kept.handle(), kept.descriptors(party.id()));
        });
    }

    /** A registration that waits for the browser's answer. */
    public record Waiting(RpId site, Registration kind) {}

    /** The registration of the customer's that was begun with this challenge; empty if none waits. */
    public Optional<Waiting> waiting(long customerId, PasskeyChallenge challenge) {
        return sql.withHandle(h -> h.statement("""
                        select rp_id, kind from passkey_ceremony
                        where hash = :hash and customer_id = :customer and kind <> 'sign-in' and expires_at > now()
                        """)
                .bind("hash", challenge.hash())
                .bind("customer", customerId)
                .map(rs -> new Waiting(new RpId(rs.getString("rp_id")), Registration.ofLabel(rs.getString("kind"))))
                .findOne());
    }

    /** How storing a passkey ended. */
    public sealed interface Stored {
        /** It is stored under this id, among those that are kept now. */
        record Added(long id, Kept kept) implements Stored {}

        /** The challenge was used, or is out of date. */
        record Expired() implements Stored {}

        /** The customer has as many as they may. */
        record Full() implements Stored {}

        /** Somebody in the portal has it. */
        record Taken() implements Stored {}
    }

    /** Stores a passkey in the place of the registration that it answers, once. A mail tells of it. */
    public Stored add(
            long customerId,
            RelyingParty party,
            PasskeyChallenge challenge,
            NewPasskey passkey,
            @Nullable String name,
            AuditContext context) {
        return sql.inTransaction(h -> {
            if (!lock(h, customerId) || !used(h, customerId, challenge)) {
                return new Stored.Expired();
            }
            if (PasskeyStore.passkeys(h, customerId).passkeys().size()
                    >= party.portal().passkeys().most()) {
                return new Stored.Full();
            }
            Optional<Long> id = insert(h, customerId, party.id(), passkey, name, context);
            return id.isEmpty() ? new Stored.Taken() : new Stored.Added(id.get(), PasskeyStore.passkeys(h, customerId));
        });
    }

    private static boolean lock(Handle h, long customerId) {
        return h.statement("select id from customer where id = :customer and disabled_at is null for no key update")
                .bind("customer", customerId)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    private static boolean used(Handle h, long customerId, PasskeyChallenge challenge) {
        return h.statement("""
                        delete from passkey_ceremony
                        where hash = :hash and customer_id = :customer and kind <> 'sign-in' and expires_at > now()
                        """)
                        .bind("hash", challenge.hash())
                        .bind("customer", customerId)
                        .execute()
                > 0;
    }

    /** "Users are notified after updates to authentication details" (ASVS 6.3.7), where they have an address. */
    private static Optional<Long> insert(
            Handle h, long customerId, RpId site, NewPasskey passkey, @Nullable String name, AuditContext context) {
        return h.statement("""
                        with added as (
                            insert into passkey (portal_id, customer_id, credential_id, rp_id, credential, counter, verified,
                                                 backup_eligible, backed_up, discoverable, transports, aaguid, name)
                            select portal_id, id, :credential_id, :rp, :credential, :counter, :verified, :eligible, :backed_up,
                                   :discoverable, :transports, :aaguid, :name
                            from customer where id = :customer
                            on conflict do nothing returning id, portal_id, customer_id
                        ), told as (
                            insert into outbox (portal_id, customer_id, purpose)
                            select a.portal_id, a.customer_id, :notice from added a join customer c on c.id = a.customer_id
                            where c.email is not null
                        )
                        select id, audit('authn_passkey_added', cast(:context as jsonb), customer_id, jsonb_build_object('passkey', id))
                        from added
                        """)
                .bind("customer", customerId)
                .bind("credential_id", passkey.id())
                .bind("rp", site.value())
                .bind("credential", passkey.credential())
                .bind("counter", passkey.counter())
                .bind("verified", passkey.verified())
                .bind("eligible", passkey.backupEligible())
                .bind("backed_up", passkey.backedUp())
                .bind("discoverable", passkey.discoverable())
                .bindArray("transports", "text", passkey.transports())
                .bind("aaguid", passkey.aaguid())
                .bind("name", name == null ? passkey.model() : name)
                .bind("notice", MailPurpose.PASSKEY_ADDED.label())
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .findOne();
    }
}
