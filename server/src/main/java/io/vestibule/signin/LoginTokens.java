package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.link.LoginToken;
import io.vestibule.link.LoginTokenStore;
import io.vestibule.link.LoginTokenStore.Issue;
import io.vestibule.portal.Caller;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in by redirect: a portal's server asks for a token, sends the customer on with it, and asks whose it was. */
public final class LoginTokens {
    private final LoginTokenStore store;

    public LoginTokens(LoginTokenStore store) {
        this.store = store;
    }

    /** Stores a token for a customer whom the portal's server knows to be theirs. */
    public Issue issue(Caller caller, long customer, LoginToken token) {
        return store.issue(caller.portal().id(), customer, token, caller.auditContext());
    }

    /**
     * Whose token it is, once; empty if anything about it is wrong.
     *
     * @param from where the customer came from, or null if the caller doesn't tell (docs/decisions/0013)
     */
    public Optional<Customer> redeem(Caller caller, String token, @Nullable InetAddress from) {
        return store.redeem(caller.portal().id(), token, from, caller.portal().hardened(), caller.auditContext());
    }
}
