package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.LoginStore;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import java.util.Optional;

/** Asking whether an address is known: contracts want an answer, so it is throttled by address and by caller. */
public final class LookUp {
    private final CustomerStore customers;
    private final LoginStore logins;
    private final RateLimits limits;

    public LookUp(CustomerStore customers, LoginStore logins, RateLimits limits) {
        this.customers = customers;
        this.logins = logins;
        this.limits = limits;
    }

    /** Who signs in with the address or username. */
    public Permitted<Optional<Customer>> login(Caller caller, LoginName login) {
        return customers.byLogin(limits.lookUp(caller, login), caller.portal().id(), login);
    }

    /** Whether somebody signs in with the address or username. */
    public Permitted<LoginStore.Standing> standing(Caller caller, LoginName login) {
        return logins.standing(limits.lookUp(caller, login), caller.portal().id(), login);
    }

    /** The first primary customer with the contact address who has a username, or who has none. */
    public Permitted<Optional<Customer>> primary(Caller caller, String address, boolean withUsername) {
        LoginName folded = LoginName.of(address);
        return customers.primaryByAddress(
                limits.lookUp(caller, folded), caller.portal().id(), folded, withUsername);
    }
}
