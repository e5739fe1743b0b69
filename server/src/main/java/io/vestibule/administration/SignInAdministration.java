package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.NewPassword;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.secret.Secret;
import io.vestibule.session.SessionStore;
import java.util.Optional;

/** What an operator does about how a customer signs in: whether they may, with what, and what that opened. */
public final class SignInAdministration {
    private final CustomerStore customers;
    private final CustomerAdministrationStore store;
    private final GuardStore guard;
    private final EnrolmentStore factors;
    private final SessionStore sessions;
    private final Passwords passwords;

    public SignInAdministration(
            CustomerStore customers,
            CustomerAdministrationStore store,
            GuardStore guard,
            EnrolmentStore factors,
            SessionStore sessions,
            Passwords passwords) {
        this.customers = customers;
        this.store = store;
        this.guard = guard;
        this.factors = factors;
        this.sessions = sessions;
        this.passwords = passwords;
    }

    /** How unlocking a customer ended. */
    public sealed interface UnlockResult {}

    /** How turning a second factor off ended. */
    public sealed interface FactorOffResult {}

    /** How disabling or enabling a customer ended. */
    public sealed interface DisableResult {}

    /** How ending sessions ended. */
    public sealed interface EndSessionsResult {}

    /** How setting a password ended. */
    public sealed interface PasswordResult {}

    /** It is as it was asked for now. */
    public record Done() implements UnlockResult, FactorOffResult, DisableResult, PasswordResult {}

    /** It was so before. */
    public record Unchanged() implements UnlockResult, FactorOffResult {}

    /** So many sessions were ended. */
    public record Ended(int sessions) implements EndSessionsResult {}

    /** The policy refuses the password. */
    public record PasswordRefused(String sentence) implements PasswordResult {}

    /** There is no such customer. */
    public record UnknownCustomer()
            implements UnlockResult, FactorOffResult, DisableResult, EndSessionsResult, PasswordResult {}

    /** Ends the lock that failed sign-ins brought, and forgets them. */
    public UnlockResult unlock(long customer, AuditContext context) {
        Customer found = customers.byId(customer).orElse(null);
        if (found == null) {
            return new UnknownCustomer();
        }
        return guard.unlock(customer, context.in(found.portalId())) ? new Done() : new Unchanged();
    }

    /** Turns a customer's second factor off. A mail tells them. */
    public FactorOffResult turnSecondFactorOff(long customer, AuditContext context) {
        Customer found = customers.byId(customer).orElse(null);
        if (found == null) {
            return new UnknownCustomer();
        }
        return factors.turnOff(customer, context.in(found.portalId())) ? new Done() : new Unchanged();
    }

    /** Keeps a customer from signing in, and ends their sessions at once. */
    public DisableResult disable(long customer, AuditContext context) {
        return disable(customer, true, context);
    }

    /** Lets a disabled customer sign in again. */
    public DisableResult enable(long customer, AuditContext context) {
        return disable(customer, false, context);
    }

    private DisableResult disable(long customer, boolean disabled, AuditContext context) {
        return customers
                        .byId(customer)
                        .filter(found ->
                                store.disable(found.portalId(), customer, disabled, null, context.in(found.portalId())))
                        .isPresent()
                ? new Done()
                : new UnknownCustomer();
    }

    /** Ends a customer's sessions at once, on every node. */
    public EndSessionsResult endSessions(long customer, AuditContext context) {
        Customer found = customers.byId(customer).orElse(null);
        return found == null
                ? new UnknownCustomer()
                : new Ended(sessions.endAll(customer, context.in(found.portalId())));
    }

    /** Gives a customer another password, which ends their sessions, links and lock. A mail tells them. */
    public PasswordResult setPassword(long customer, Secret password, AuditContext context) {
        Customer found = customers.byId(customer).orElse(null);
        if (found == null) {
            return new UnknownCustomer();
        }
        Optional<String> objection = passwords.objection(password, found.email(), found.username());
        if (objection.isPresent()) {
            return new PasswordRefused(objection.get());
        }
        return store.setPassword(
                        customer, NewPassword.byOperator(passwords.hash(password)), context.in(found.portalId()))
                ? new Done()
                : new UnknownCustomer();
    }
}
