package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.factor.FactorStore;
import io.vestibule.guard.Lockout;
import io.vestibule.link.LoginToken;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.session.Sessions;
import io.vestibule.session.Sessions.PendingSession;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Signing in with a login and a password, which the portal's upstream is asked about where it alone knows. */
public final class PasswordSignIn {
    private final MoveIn moveIn;
    private final PasswordProofStore store;
    private final RateLimits limits;
    private final Lockout lockout;
    private final Sessions sessions;
    private final FactorStore factors;

    public PasswordSignIn(
            MoveIn moveIn,
            PasswordProofStore store,
            RateLimits limits,
            Lockout lockout,
            Sessions sessions,
            FactorStore factors) {
        this.moveIn = moveIn;
        this.store = store;
        this.limits = limits;
        this.lockout = lockout;
        this.sessions = sessions;
        this.factors = factors;
    }

    /** How it ended. */
    public sealed interface Result {
        /** The customer is who they say. */
        record SignedIn(Customer customer) implements Result {}

        /**
         * Not signed in; the reason is for the audit alone.
         *
         * @param attempts  failures that lock a customer
         * @param remaining failures left until then; 0: locked
         */
        record Refused(int attempts, int remaining) implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** How a sign-in that opens a session ended: a portal's own, or a browser's. */
    public sealed interface Session<T> {
        /** What the client goes on with. */
        record Opened<T>(Customer customer, T granted) implements Session<T> {}

        /** The password is right; the second step is awaited. */
        record Challenged<T>(FactorChallenge challenge) implements Session<T> {}

        /** The password is right, but a temporary one: another must be chosen first. */
        record Temporary<T>(Customer customer) implements Session<T> {}

        /** Not signed in; the reason is for the audit alone. */
        record Refused<T>() implements Session<T> {}

        /** Too many attempts; nothing was verified. */
        record Throttled<T>(Duration retryAfter) implements Session<T> {}
    }

    /**
     * Verifies a password for a caller that keeps its own sessions and asks for a second factor by itself.
     *
     * @param admits who may come in here; anybody else is refused just like a wrong password
     */
    public Result verify(Caller caller, String login, Secret password, Predicate<Customer> admits) {
        return result(prove(caller, login, password, admits, new Grant.None()));
    }

    /** The same for a caller that wants a token stored, with which the customer comes back. */
    public Result issue(Caller caller, String login, Secret password, LoginToken token) {
        return result(prove(caller, login, password, customer -> true, new Grant.Token(token)));
    }

    private Result result(PasswordProof.Result proof) {
        return switch (proof) {
            case PasswordProof.Result.Proven(Customer customer, Admission.Needs needs) -> new Result.SignedIn(customer);
            case PasswordProof.Result.Refused(int remaining) -> new Result.Refused(lockout.attempts(), remaining);
            case PasswordProof.Result.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
        };
    }

    /** Verifies a password and opens a session, or says what else that takes. */
    public Session<IssuedTokens> open(Caller caller, String login, Secret password) {
        PendingSession pending = sessions.newRefreshableSession();
        Challenge challenge = Challenge.random();
        return session(
                prove(caller, login, password, customer -> true, new Grant.Session(pending.session(), challenge)),
                challenge,
                customer -> sessions.issueTokens(pending, customer.portalId(), customer.id()));
    }

    /**
     * The same for the session of a browser on our own pages.
     *
     * @param former the cookie that the browser has so far; null for none
     */
    public Session<NewBrowserSession> openInBrowser(
            Caller caller, String login, Secret password, @Nullable String former) {
        NewBrowserSession opened = sessions.newBrowserSession(former);
        Challenge challenge = Challenge.random();
        return session(
                prove(caller, login, password, customer -> true, new Grant.Browser(opened, challenge)),
                challenge,
                customer -> opened);
    }

    private <T> Session<T> session(PasswordProof.Result proof, Challenge challenge, Function<Customer, T> granted) {
        return switch (proof) {
            case PasswordProof.Result.Proven(Customer customer, Admission.Needs needs) ->
                switch (needs) {
                    case NOTHING -> new Session.Opened<>(customer, granted.apply(customer));
                    case SECOND_FACTOR ->
                        new Session.Challenged<>(new FactorChallenge(
                                challenge, factors.factors(customer.id()).usable(customer)));
                    case NEW_PASSWORD -> new Session.Temporary<>(customer);
                };
            case PasswordProof.Result.Refused refused -> new Session.Refused<>();
            case PasswordProof.Result.Throttled(Duration retryAfter) -> new Session.Throttled<>(retryAfter);
        };
    }

    private PasswordProof.Result prove(
            Caller caller, String login, Secret password, Predicate<Customer> admits, Grant grant) {
        LoginName name = LoginName.of(login);
        long portal = caller.portal().id();
        var attempt = new PasswordProof.Attempt(
                caller,
                name,
                permits -> store.credentials(permits, portal, name),
                lockout.unknown(portal, name.value()),
                password,
                admits,
                grant,
                "authn_login_success");
        return moveIn.prove(attempt, limits.signIn(caller, name));
    }
}
