package io.vestibule.provisioning;

import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.NewPassword;
import io.vestibule.customer.Profile;
import io.vestibule.customer.Username;
import io.vestibule.mail.MailSender;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.CustomerChanges.AddressLogin;
import io.vestibule.secret.Secret;
import io.vestibule.upstream.UpstreamLookUp;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The use cases of a portal's server. The password policy has accepted the passwords that come here. */
public final class Provisioning {
    private static final CustomerChanges NOTHING = CustomerChanges.ofHolder(null, null, Map.of());

    private final ProvisioningStore store;
    private final CustomerSearchStore searches;
    private final CustomerAdministrationStore customers;
    private final HashPool pool;
    private final MailSender mail;
    private final UpstreamLookUp upstream;

    public Provisioning(
            ProvisioningStore store,
            CustomerSearchStore searches,
            CustomerAdministrationStore customers,
            HashPool pool,
            MailSender mail,
            UpstreamLookUp upstream) {
        this.store = store;
        this.searches = searches;
        this.customers = customers;
        this.pool = pool;
        this.mail = mail;
        this.upstream = upstream;
    }

    /** A page of an account's customers, empty if the portal has no such account. */
    public Optional<Contacts> contacts(Caller caller, long account, int limit, long page) {
        return searches.contacts(caller.portal().id(), account, limit, page);
    }

    /** A customer of an account. */
    public Provisioned contact(Caller caller, long account, long customer) {
        return searches.contact(caller.portal().id(), account, customer);
    }

    /** A customer of the portal, of whatever account. */
    public Provisioned customer(Caller caller, long customer) {
        return searches.customer(caller.portal().id(), customer);
    }

    /** Those of the portal's customers that a search asks for. */
    public Contacts search(Caller caller, CustomerSearch search) {
        return searches.search(caller.portal().id(), search);
    }

    /**
     * Makes a customer who is the primary one of an account of their own, and signs in with the address; none whose address the portal's
     * upstream has.
     */
    public Provisioned signUp(
            Caller caller, EmailAddress address, Secret password, @Nullable String language, Profile profile) {
        if (upstream.holds(caller, address.login())) {
            return new Provisioned.AddressTaken();
        }
        return store.signUp(
                NewCustomer.byOperator(caller.portal().id(), address, pool.hash(password), language, profile),
                caller.auditContext());
    }

    /** Adds a customer to an account. Logins of somebody whom only the portal's upstream knows are taken. */
    public Provisioned add(Caller caller, long account, CustomerChanges contact, @Nullable Secret password) {
        return untaken(
                caller,
                contact,
                free -> store.add(caller.portal().id(), account, free, hashed(password), caller.auditContext()));
    }

    /**
     * Changes a customer of the portal; all of it or nothing. A new password ends what the old one opened. Logins of somebody whom only the
     * portal's upstream knows are taken.
     */
    public Provisioned change(Caller caller, long customer, CustomerChanges changes, @Nullable Secret password) {
        Provisioned done = untaken(
                caller,
                changes,
                free -> store.change(caller.portal().id(), customer, free, hashed(password), caller.auditContext()));
        mail.nudge();
        return done;
    }

    private Provisioned untaken(
            Caller caller, CustomerChanges wanted, Function<CustomerChanges, Provisioned> provisioned) {
        Username username = wanted.username();
        if (username != null && upstream.holds(caller, username.login())) {
            return new Provisioned.UsernameTaken();
        }
        EmailAddress address = wanted.address();
        if (address == null || !upstream.holds(caller, address.login())) {
            return provisioned.apply(wanted);
        }
        return wanted.addressLogin() == AddressLogin.REQUIRED
                ? new Provisioned.AddressTaken()
                : provisioned.apply(wanted.withoutAddressLogin());
    }

    /** Gives a customer of the portal a password that they must change at its first use, and that ends by itself. */
    public Provisioned setTemporaryPassword(Caller caller, long customer, Secret password, Duration life) {
        NewPassword temporary = NewPassword.temporary(pool.hash(password), life);
        Provisioned done = store.change(caller.portal().id(), customer, NOTHING, temporary, caller.auditContext());
        mail.nudge();
        return done;
    }

    /** Deletes a customer of the portal and all that is theirs but the audit; false if there is none. */
    public boolean delete(Caller caller, long customer) {
        return customers.delete(caller.portal().id(), customer, caller.auditContext());
    }

    /** Shuts a customer of the portal out, and ends their sessions; false if there is none. */
    public boolean disable(Caller caller, long customer, @Nullable String reason) {
        return customers.disable(caller.portal().id(), customer, true, reason, caller.auditContext());
    }

    /** Lets a customer of the portal sign in again; false if there is none. */
    public boolean enable(Caller caller, long customer, @Nullable String reason) {
        return customers.disable(caller.portal().id(), customer, false, reason, caller.auditContext());
    }

    private @Nullable NewPassword hashed(@Nullable Secret password) {
        return password == null ? null : NewPassword.byOperator(pool.hash(password));
    }
}
