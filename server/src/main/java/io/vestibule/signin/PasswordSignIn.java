package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.password.HashBusyException;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Bearer;
import io.vestibule.session.NewSession;
import io.vestibule.session.Sessions;
import io.vestibule.session.Sessions.Opening;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a login and a password. Whatever is wrong (nobody has the login, another password, disabled, locked, no
 * password at all), the work is the same: permits, a hash of the portal's dearest kind or as much work, one statement; and so is the
 * answer.
 */
public final class PasswordSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordSignIn.class);

    private final SignInStore store;
    private final Budget budget;
    private final Lockout lockout;
    private final PasswordHasher hasher;
    private final HashPool pool;
    private final Sessions sessions;

    public PasswordSignIn(
            SignInStore store,
            Budget budget,
            Lockout lockout,
            PasswordHasher hasher,
            HashPool pool,
            Sessions sessions) {
        this.store = store;
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
        Door door = new Door(caller, login, password, admits, opening == null ? null : opening.session());
        return tryAt(door, budget.signIn(caller, login));
    }

    /** Where somebody wants to come in, and what they say. */
    private record Door(
            Caller caller,
            LoginName login,
            Secret password,
            Predicate<Customer> admits,
            @Nullable NewSession session) {}

    private Result tryAt(Door door, Permits permits) {
        return switch (store.attempt(permits, door.caller().portal().id(), door.login())) {
            case Throttled<Optional<SignInStore.Credentials>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<SignInStore.Credentials>>(Optional<SignInStore.Credentials> found) ->
                judge(door, found.orElse(null));
        };
    }

    private Result judge(Door door, SignInStore.@Nullable Credentials found) {
        String stored = found == null ? null : found.password();
        PasswordHasher.Check check =
                pool.check(door.password(), stored, door.caller().portal().dearestHash());
        boolean right = check.right() && found != null && door.admits().test(found.customer());
        byte[] subject = found == null
                ? lockout.unknown(door.caller().portal().id(), door.login().value())
                : Lockout.customer(found.customer().id());
        var attempt = new SignInStore.Attempt(found, right, subject, door.session());
        return switch (store.decide(attempt, lockout, door.caller().origin())) {
            case SignInStore.Verdict.Admitted() -> {
                SignInStore.Credentials admitted = Objects.requireNonNull(found);
                renew(admitted, Objects.requireNonNull(stored), door.password());
                yield new Result.SignedIn(admitted.customer());
            }
            case SignInStore.Verdict.Refused(int remaining) -> {
                pool.settle(check);
                yield new Result.Refused(lockout.attempts(), remaining);
            }
            // Another sign-in hashed the password anew while this one verified the old hash, or it was changed
            case SignInStore.Verdict.Outdated() -> tryAt(door, budget.none());
        };
    }

    /** Costs nobody their sign-in: what doesn't fit in now is done at the next one. */
    private void renew(SignInStore.Credentials credentials, String stored, Secret password) {
        if (hasher.outdated(stored)) {
            try {
                store.rehash(credentials, pool.hash(password));
            } catch (HashBusyException e) {
                LOG.debug("a password's new hash was put off");
            }
        }
    }
}
