package io.vestibule.passkey;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EndedSessions;
import io.vestibule.mail.MailPurpose;
import io.vestibule.portal.RpId;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers' passkeys, and the registrations that wait for their answer. The customer's row lock puts all changes in order. */
public final class PasskeyStore {
    private static final String COLUMNS = """
            p.id, p.credential_id, p.rp_id, p.transports, p.discoverable, p.backed_up, p.name, p.created_at, p.last_used_at
            """;

    private final Sql sql;

    public PasskeyStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * What a customer has.
     *
     * @param handle by whom authenticators know them; null for one who never registered a passkey
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Kept(byte @Nullable [] handle, List<Passkey> passkeys) {
        public Kept {
            passkeys = List.copyOf(passkeys);
        }

        /** What a page tells passkey managers of a site; empty where there is nothing to tell of. */
        public Optional<PasskeySignals> signals(RpId site) {
            return Optional.ofNullable(handle)
                    .map(known -> new PasskeySignals(
                            site,
                            known,
                            passkeys.stream()
                                    .filter(passkey -> passkey.site().equals(site.value()))
                                    .map(Passkey::credentialId)
                                    .toList()));
        }

        List<PasskeyDescriptor> descriptors(RpId site) {
            return passkeys.stream()
                    .filter(passkey -> passkey.site().equals(site.value()))
                    .map(Passkey::descriptor)
                    .toList();
        }
    }

    /** The customer's passkeys, the oldest first. */
    public Kept passkeys(long customerId) {
        return sql.withHandle(h -> passkeys(h, customerId));
    }

    private static Kept passkeys(Handle h, long customerId) {
        List<Passkey> passkeys = new ArrayList<>();
        List<byte[]> handles = new ArrayList<>();
        h.statement("select u.handle, " + COLUMNS + """
                        from (select cast(:customer as bigint) as id) c
                        left join passkey_user u on u.customer_id = c.id
                        left join passkey p on p.customer_id = c.id
                        order by p.id
                        """)
                .bind("customer", customerId)
                .map(rs -> {
                    byte[] handle = rs.getBytes("handle");
                    if (handle != null && handles.isEmpty()) {
                        handles.add(handle);
                    }
                    return rs.getLong("id") == 0 || passkeys.add(passkey(rs));
                })
                .list();
        return new Kept(handles.isEmpty() ? null : handles.getFirst(), passkeys);
    }

    private static Passkey passkey(ResultSet rs) throws SQLException {
        return new Passkey(
                rs.getLong("id"),
                rs.getBytes("credential_id"),
                rs.getString("rp_id"),
                List.of((String[]) rs.getArray("transports").getArray()),
                rs.getObject("discoverable", Boolean.class),
                rs.getObject("backed_up", Boolean.class),
                rs.getString("name"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(rs, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime value = rs.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /**
     * A registration that was begun.
     *
     * @param exclude the customer's passkeys for the site
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Begun(byte[] handle, List<PasskeyDescriptor> exclude) {
        public Begun {
            exclude = List.copyOf(exclude);
        }
    }

    /**
     * Begins a registration; empty if the customer has as many passkeys as they may.
     *
     * @param handle by whom authenticators shall know the customer, if they don't yet
     */
    public Optional<Begun> begin(long customerId, RelyingParty party, byte[] handle, PasskeyChallenge challenge) {
        return sql.inTransaction(h -> {
            h.statement(
                            "insert into passkey_user (customer_id, handle) values (:customer, :handle) on conflict do nothing")
                    .bind("customer", customerId)
                    .bind("handle", handle)
                    .execute();
            Kept kept = passkeys(h, customerId);
            if (kept.handle() == null
                    || kept.passkeys().size() >= party.portal().passkeys().most()) {
                return Optional.empty();
            }
            h.statement("""
                            insert into passkey_ceremony (hash, portal_id, kind, named, customer_id, rp_id, expires_at)
                            values (:hash, :portal, 'register', true, :customer, :rp, now() + cast(:life as interval))
                            """)
                    .bind("hash", challenge.hash())
                    .bind("portal", party.portal().id())
                    .bind("customer", customerId)
                    .bind("rp", party.id().value())
                    .bind("life", PasskeyChallenge.LIFE.toString())
                    .execute();
            return Optional.of(new Begun(kept.handle(), kept.descriptors(party.id())));
        });
    }

    /** The site that a registration of the customer's was begun for; empty if none waits with this challenge. */
    public Optional<RpId> site(long customerId, PasskeyChallenge challenge) {
        return sql.withHandle(h -> h.statement("""
                        select rp_id from passkey_ceremony
                        where hash = :hash and customer_id = :customer and kind = 'register' and expires_at > now()
                        """)
                .bind("hash", challenge.hash())
                .bind("customer", customerId)
                .map(rs -> new RpId(rs.getString("rp_id")))
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
            if (passkeys(h, customerId).passkeys().size()
                    >= party.portal().passkeys().most()) {
                return new Stored.Full();
            }
            Optional<Long> id = insert(h, customerId, party.id(), passkey, name, context);
            return id.isEmpty() ? new Stored.Taken() : new Stored.Added(id.get(), passkeys(h, customerId));
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
                        where hash = :hash and customer_id = :customer and kind = 'register' and expires_at > now()
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
                                                 backup_eligible, backed_up, discoverable, transports, aaguid, name, set_in_public)
                            select portal_id, id, :credential_id, :rp, :credential, :counter, :verified, :eligible, :backed_up,
                                   :discoverable, :transports, :aaguid, :name,
                                   email_verified_at is null and coalesce(password_origin, '') = 'public'
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
                .bind("name", name == null ? Models.name(passkey.aaguid()) : name)
                .bind("notice", MailPurpose.PASSKEY_ADDED.label())
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .findOne();
    }

    /** Gives a passkey of the customer's another name, null for none; false if they have no such passkey. */
    public boolean rename(long customerId, long id, @Nullable String name, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update passkey set name = :name where id = :id and customer_id = :customer returning id, customer_id
                        )
                        select audit('authn_passkey_renamed', cast(:context as jsonb), customer_id, jsonb_build_object('passkey', id))
                        from changed
                        """)
                .bind("customer", customerId)
                .bind("id", id)
                .bind("name", name)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Removes a passkey of the customer's, and gives those that are left; empty if they have no such passkey. A mail tells of it. */
    public Optional<Kept> remove(long customerId, long id, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean removed = h.statement("""
                            with holder as (
                                select id, portal_id, email from customer where id = :customer for no key update
                            ), removed as (
                                delete from passkey p using holder where p.id = :id and p.customer_id = holder.id
                                returning p.id, p.customer_id
                            ), told as (
                                insert into outbox (portal_id, customer_id, purpose)
                                select holder.portal_id, holder.id, :notice from holder, removed where holder.email is not null
                            )
                            select audit('authn_passkey_removed', cast(:context as jsonb), customer_id,
                                         jsonb_build_object('passkey', id))
                            from removed
                            """)
                    .bind("customer", customerId)
                    .bind("id", id)
                    .bind("notice", MailPurpose.PASSKEY_REMOVED.label())
                    .bind("context", context.json())
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
            return removed ? Optional.of(passkeys(h, customerId)) : Optional.empty();
        });
    }

    /**
     * At the first proof of the mailbox: removes what was registered in public before it, by somebody who hadn't shown that it is theirs, and
     * ends what they may have opened with it. In the transaction of the handle, which has locked the customer.
     *
     * @param told whether to mail so
     */
    public static void dropPublic(Handle h, long customerId, boolean told, AuditContext context) {
        h.statement("""
                        with dropped as (
                            delete from passkey p using customer c
                            where c.id = :customer and c.email_verified_at is null and p.customer_id = c.id and p.set_in_public
                            returning p.id, p.customer_id, p.portal_id
                        ), begun as (
                            delete from passkey_ceremony where customer_id in (select customer_id from dropped)
                        ),
                        """ + EndedSessions.where("s.customer_id in (select customer_id from dropped)") + """
                        , told as (
                            insert into outbox (portal_id, customer_id, purpose)
                            select distinct portal_id, customer_id, :notice from dropped where :told
                        )
                        select audit('authn_passkey_removed', cast(:context as jsonb), customer_id, jsonb_build_object('passkey', id))
                        from dropped
                        """)
                .bind("customer", customerId)
                .bind("notice", MailPurpose.PASSKEY_REMOVED.label())
                .bind("told", told)
                .bind("context", context.json())
                .map(rs -> true)
                .list();
    }
}
