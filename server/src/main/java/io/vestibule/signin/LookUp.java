package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.LoginStore;
import io.vestibule.customer.LoginStore.Standing;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.portal.Caller;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamLookUp;
import io.vestibule.upstream.Upstreams;
import java.util.Optional;

/**
 * Asking whether an address is known: contracts want an answer, so it is throttled by address and by caller. Of
 * whom nobody knows here the portal's upstream is asked; a portal's server, which goes on by their id, gets them made.
 */
public final class LookUp {
    private final CustomerStore customers;
    private final LoginStore logins;
    private final RateLimits limits;
    private final UpstreamLookUp upstream;

    public LookUp(CustomerStore customers, LoginStore logins, RateLimits limits, UpstreamLookUp upstream) {
        this.customers = customers;
        this.logins = logins;
        this.limits = limits;
        this.upstream = upstream;
    }

    /** Who signs in with the address or username. */
    public Permitted<Optional<Customer>> login(Caller caller, LoginName login) {
        long portal = caller.portal().id();
        Permitted<Optional<Customer>> found = customers.byLogin(limits.lookUp(caller, login), portal, login);
        return isNobody(found) && upstream.bring(caller, login)
                ? customers.byLogin(Permits.NONE, portal, login)
                : found;
    }

    /** Whether somebody signs in with the address or username. A hardened portal's upstream isn't asked: nobody is told. */
    public Permitted<Standing> standing(Caller caller, LoginName login) {
        Permitted<Standing> found =
                logins.standing(limits.lookUp(caller, login), caller.portal().id(), login);
        return found instanceof Granted<Standing>(Standing here)
                        && here == Standing.NOBODY
                        && !caller.portal().hardened()
                ? new Granted<>(
                        switch (upstream.find(caller, login)) {
                            case LookUpResult.Known known -> Standing.ENABLED;
                            case LookUpResult.Disabled() -> Standing.DISABLED;
                            case LookUpResult.Unknown() -> Standing.NOBODY;
                        })
                : found;
    }

    /** The first primary customer with the contact address who has a username, or who has none. */
    public Permitted<Optional<Customer>> primary(Caller caller, String address, boolean withUsername) {
        LoginName folded = LoginName.of(address);
        long portal = caller.portal().id();
        Permitted<Optional<Customer>> found =
                customers.primaryByAddress(limits.lookUp(caller, folded), portal, folded, withUsername);
        return isNobody(found)
                        && Upstreams.has(caller.portal())
                        && isNobody(customers.byLogin(Permits.NONE, portal, folded)) // they may only have no username
                        && upstream.bring(caller, folded)
                ? customers.primaryByAddress(Permits.NONE, portal, folded, withUsername)
                : found;
    }

    private static boolean isNobody(Permitted<Optional<Customer>> found) {
        return found instanceof Granted<Optional<Customer>>(Optional<Customer> customer) && customer.isEmpty();
    }
}
