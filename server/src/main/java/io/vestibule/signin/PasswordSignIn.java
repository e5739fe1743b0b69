package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Bearer;
import io.vestibule.session.Sessions;
import io.vestibule.session.Sessions.Opening;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a login and a password. Whatever is wrong (nobody has the login, another password, disabled, locked, no
 * password at all), the work is the same: permits, one hash, one statement; and so is the answer.
 */
public final class PasswordSignIn {
    private final SignInStore store;
    private final GuardStore guard;
    private final Budget budget;
    private final Lockout lockout;
    private final PasswordHasher hasher;
    private final HashPool pool;
    private final Sessions sessions;

    public PasswordSignIn(
            SignInStore store,
            GuardStore guard,
            Budget budget,
            Lockout lockout,
            PasswordHasher hasher,
            HashPool pool,
            Sessions sessions) {
        this.store = store;
        this.guard = guard;
        this.budget = budget;
        this.lockout = lockout;
        this.hasher = hasher;
        this.pool = pool;
        this.sessions = sessions;
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

    /** How a sign-in that opens a session ended. */
    public sealed interface Session {
        /** What the client goes on with. */
        record Opened(Customer customer, Bearer bearer) implements Session {}

        /** Not signed in; the reason is for the audit alone. */
        record Refused() implements Session {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Session {}
    }

    /**
     * Verifies a password for a caller that keeps its own sessions.
     *
     * @param admits who may pass at this door; anybody else is refused just like a wrong password
     */
    public Result verify(Caller caller, String login, Secret password, Predicate<Customer> admits) {
        return signIn(caller, LoginName.of(login), password, admits, null);
    }

    /** Verifies a password and opens a session. */
    public Session open(Caller caller, String login, Secret password) {
        Opening opening = sessions.openingWithPassword();
        return switch (signIn(caller, LoginName.of(login), password, customer -> true, opening)) {
            case Result.SignedIn(Customer customer) ->
                new Session.Opened(customer, sessions.bearer(opening, customer.portalId(), customer.id()));
            case Result.Refused refused -> new Session.Refused();
            case Result.Throttled(Duration retryAfter) -> new Session.Throttled(retryAfter);
        };
    }

    private Result signIn(
            Caller caller, LoginName login, Secret password, Predicate<Customer> admits, @Nullable Opening opening) {
        return switch (store.attempt(
                budget.signIn(caller, login), caller.portal().id(), login)) {
            case Throttled<Optional<SignInStore.Credentials>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<SignInStore.Credentials>>(Optional<SignInStore.Credentials> found) ->
                judge(caller, login, password, found.orElse(null), admits, opening);
        };
    }

    private Result judge(
            Caller caller,
            LoginName login,
            Secret password,
            SignInStore.@Nullable Credentials found,
            Predicate<Customer> admits,
            @Nullable Opening opening) {
        Customer customer = found == null ? null : found.customer();
        String stored = found == null ? null : found.password();
        byte[] subject = customer == null
                ? lockout.unknown(caller.portal().id(), login.value())
                : Lockout.customer(customer.id());
        boolean right = pool.verify(password, stored == null ? hasher.decoy() : stored);
        if (right && found != null && stored != null && admits.test(found.customer())) {
            if (store.admit(found, subject, opening == null ? null : opening.session(), caller.origin())) {
                renew(found, stored, password);
                return new Result.SignedIn(found.customer());
            }
        }
        int remaining = guard.failed(lockout, subject, customer == null ? null : customer.id(), caller.origin());
        return new Result.Refused(lockout.attempts(), remaining);
    }

    private void renew(SignInStore.Credentials credentials, String stored, Secret password) {
        if (hasher.outdated(stored)) {
            store.rehash(credentials, pool.hash(password));
        }
    }
}
