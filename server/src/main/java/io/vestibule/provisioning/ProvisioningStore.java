package io.vestibule.provisioning;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginStore;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.NewPassword;
import io.vestibule.customer.PasswordStore;
import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.OutboxStore;
import io.vestibule.provisioning.CustomerChanges.AddressLogin;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a portal's server writes of its customers. A change locks the account, if its primary moves, before the customer. */
public final class ProvisioningStore {
    private final Sql sql;
    private final OutboxStore outbox;

    public ProvisioningStore(Sql sql, OutboxStore outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** Makes a customer with an account of their own. */
    Provisioned signUp(NewCustomer customer, AuditContext context) {
        return sql.inTransaction(h -> CustomerStore.create(h, customer, context)
                .<Provisioned>map(Provisioned.Done::new)
                .orElseGet(Provisioned.AddressTaken::new));
    }

    /** Adds a customer to an account: with all that was asked for, or not at all. */
    Provisioned add(
            long portalId,
            long accountId,
            CustomerChanges contact,
            @Nullable NewPassword password,
            AuditContext context) {
        return sql.inTransaction(h -> {
            if (!AccountStore.lock(h, portalId, accountId)) {
                return new Provisioned.UnknownAccount();
            }
            if (Boolean.TRUE.equals(contact.primary())) {
                AccountStore.clearPrimary(h, accountId);
            }
            long id = insert(h, portalId, accountId, contact, password, context);
            Provisioned refusal = claim(h, portalId, id, contact);
            if (refusal != null) {
                h.rollback();
                return refusal;
            }
            return CustomerSearchStore.read(h, portalId, id);
        });
    }

    private static long insert(
            Handle h,
            long portalId,
            long accountId,
            CustomerChanges contact,
            @Nullable NewPassword password,
            AuditContext context) {
        EmailAddress address = contact.address();
        return h.statement("""
                        with made as (
                            insert into customer (portal_id, account_id, is_primary, email, password, password_origin, language, profile)
                            values (:portal, :account, coalesce(:primary, false), :email, :password, :password_origin, :language,
                                    cast(:profile as jsonb))
                            returning id
                        )
                        select id, audit('user_created', cast(:context as jsonb), id) from made
                        """)
                .bind("portal", portalId)
                .bind("account", accountId)
                .bind("primary", contact.primary())
                .bind("email", address == null ? null : address.value())
                .bind("password", password == null ? null : password.hash())
                .bind("password_origin", password == null ? null : password.origin())
                .bind("language", contact.language())
                .bind(
                        "profile",
                        Profile.EMPTY.with(contact.profile()).attributes().toString())
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .one();
    }

    /** Changes a customer: all that was asked for, or nothing. */
    public Provisioned change(
            long portalId,
            long customerId,
            CustomerChanges changes,
            @Nullable NewPassword password,
            AuditContext context) {
        return sql.inTransaction(h -> {
            if (Boolean.TRUE.equals(changes.primary())) {
                AccountStore.lockOf(h, portalId, customerId);
            }
            Customer before = lock(h, portalId, customerId).orElse(null);
            if (before == null) {
                return new Provisioned.UnknownCustomer();
            }
            Provisioned refusal = claim(h, portalId, customerId, changes);
            if (refusal != null) {
                h.rollback();
                return refusal;
            }
            move(h, before, changes.address(), context);
            update(h, before, changes, context);
            if (password != null) {
                PasswordStore.set(h, customerId, password, context);
            }
            return CustomerSearchStore.read(h, portalId, customerId);
        });
    }

    private static Optional<Customer> lock(Handle h, long portalId, long customerId) {
        return h.statement("select id from customer where id = :customer and portal_id = :portal for no key update")
                .bind("customer", customerId)
                .bind("portal", portalId)
                .mapTo(Long.class)
                .findOne()
                .flatMap(id -> CustomerSearchStore.find(h, portalId, id));
    }

    /** Takes the logins; null if they are the customer's now. The savepoints of the refused ones are the caller's to roll back. */
    private static @Nullable Provisioned claim(Handle h, long portalId, long customerId, CustomerChanges changes) {
        if (changes.username() != null && !LoginStore.takeUsername(h, portalId, customerId, changes.username())) {
            return new Provisioned.UsernameTaken();
        }
        AddressLogin login = changes.addressLogin();
        if (changes.address() != null
                && (login == AddressLogin.NEVER
                        || !LoginStore.takeAddress(h, portalId, customerId, changes.address()))) {
            if (login == AddressLogin.REQUIRED) {
                return new Provisioned.AddressTaken();
            }
            LoginStore.releaseAddress(h, customerId); // a contact address like another's: nobody's second login
        }
        return null;
    }

    /** Whoever reads the old mailbox should know that mail goes elsewhere now (ASVS 6.3.7). */
    private void move(Handle h, Customer before, @Nullable EmailAddress address, AuditContext context) {
        if (address == null || address.value().equals(before.email())) {
            return;
        }
        EmailAddress old = before.address().orElse(null);
        if (old != null && old.login().equals(address.login())) {
            LoginStore.respell(h, before.id(), address);
            return;
        }
        LoginStore.moveTo(h, before.id(), address, LoginStore.Mover.OPERATOR, context);
        if (old != null) {
            outbox.enqueue(
                    h, new Letter(MailPurpose.EMAIL_CHANGED_OLD, before.portalId(), before.id(), old.value(), null));
            outbox.enqueue(h, new Letter(MailPurpose.EMAIL_CHANGED_NEW, before.portalId(), before.id(), null, null));
        }
    }

    private static void update(Handle h, Customer before, CustomerChanges changes, AuditContext context) {
        if (Boolean.TRUE.equals(changes.primary()) && !before.primary()) {
            AccountStore.clearPrimary(h, before.accountId());
        }
        h.statement("""
                        with changed as (
                            update customer
                            set updated_at = now(), is_primary = coalesce(:primary, is_primary),
                                language = coalesce(:language, language), profile =""" + CustomerStore.CHANGED_PROFILE + """
                            where id = :customer returning id
                        )
                        select audit('user_updated', cast(:context as jsonb), id) from changed
                        """)
                .bind("customer", before.id())
                .bind("profile", new Json.Object(new LinkedHashMap<>(changes.profile())).toString())
                .bind("primary", changes.primary())
                .bind("language", changes.language())
                .bind("context", context.json())
                .map(rs -> true)
                .one();
    }
}
