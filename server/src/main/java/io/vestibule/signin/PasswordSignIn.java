package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.factor.Challenge;
import io.vestibule.factor.FactorStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.link.LoginToken;
import io.vestibule.password.HashBusyException;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Bearer;
import io.vestibule.session.Sessions;
import io.vestibule.session.Sessions.Opening;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a login and a password. Whatever is wrong (nobody has the login, another password, disabled, locked, no
 * password at all), the work is the same: permits, a hash of the portal's costliest kind or as much work, one statement; and so is the
 * answer. With no room for another hash nothing is asked at all.
 */
public final class PasswordSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordSignIn.class);

    private final SignInStore store;
    private final Budget budget;
    private final Lockout lockout;
    private final HashPool pool;
    private final Sessions sessions;
    private final FactorStore factors;

    public PasswordSignIn(
            SignInStore store, Budget budget, Lockout lockout, HashPool pool, Sessions sessions, FactorStore factors) {
        this.store = store;
        this.budget = budget;
        this.lockout = lockout;
        this.pool = pool;
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

    /** How a sign-in that opens a session ended. */
    public sealed interface Session {
        /** What the client goes on with. */
        record Opened(Customer customer, Bearer bearer) implements Session {}

        /** The password is right; the second step is awaited. */
        record Challenged(Asked asked) implements Session {}

        /** The password is right, but a temporary one: another must be chosen first. */
        record Temporary(Customer customer) implements Session {}

        /** Not signed in; the reason is for the audit alone. */
        record Refused() implements Session {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Session {}
    }

    /** How the question for the password ended, of somebody who is signed in. */
    public sealed interface Proof {
        /** It is theirs. */
        record Given() implements Proof {}

        /** They have none. */
        record NoPassword() implements Proof {}

        /** They have one and didn't give it. */
        record Wanted() implements Proof {}

        /** It isn't theirs, or a lock holds. */
        record Wrong() implements Proof {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Proof {}
    }

    /**
     * Verifies a password for a caller that keeps its own sessions and asks for a second factor by itself.
     *
     * @param admits who may pass at this door; anybody else is refused just like a wrong password
     */
    public Result verify(Caller caller, String login, Secret password, Predicate<Customer> admits) {
        return verify(caller, LoginName.of(login), password, admits, null);
    }

    /** The same for a caller that wants a token stored, with which the customer comes back. */
    public Result issue(Caller caller, String login, Secret password, LoginToken token) {
        return verify(caller, LoginName.of(login), password, customer -> true, new SignInStore.Wish.AToken(token));
    }

    private Result verify(
            Caller caller,
            LoginName login,
            Secret password,
            Predicate<Customer> admits,
            SignInStore.@Nullable Wish wish) {
        try (HashPool.Place place = pool.reserve()) {
            return switch (tryAt(door(caller, login, password, admits, wish), budget.signIn(caller, login), place)) {
                case Outcome.Right(Customer customer, SignInStore.Needs needs) -> new Result.SignedIn(customer);
                case Outcome.Wrong(int remaining) -> new Result.Refused(lockout.attempts(), remaining);
                case Outcome.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
            };
        }
    }

    /** Verifies a password and opens a session, or says what else that takes. */
    public Session open(Caller caller, String login, Secret password) {
        try (HashPool.Place place = pool.reserve()) {
            return open(caller, login, password, place);
        }
    }

    private Session open(Caller caller, String login, Secret password, HashPool.Place place) {
        LoginName name = LoginName.of(login);
        Opening opening = sessions.openingWithPassword();
        Challenge challenge = Challenge.random();
        var wish = new SignInStore.Wish.ASession(opening.session(), challenge);
        return switch (tryAt(
                door(caller, name, password, customer -> true, wish), budget.signIn(caller, name), place)) {
            case Outcome.Right(Customer customer, SignInStore.Needs needs) ->
                switch (needs) {
                    case NOTHING ->
                        new Session.Opened(customer, sessions.bearer(opening, customer.portalId(), customer.id()));
                    case SECOND_FACTOR ->
                        new Session.Challenged(new Asked(
                                challenge, factors.factors(customer.id()).usable(customer)));
                    case NEW_PASSWORD -> new Session.Temporary(customer);
                };
            case Outcome.Wrong wrong -> new Session.Refused();
            case Outcome.Throttled(Duration retryAfter) -> new Session.Throttled(retryAfter);
        };
    }

    /**
     * Asks a customer who is signed in for the password once more (ASVS 7.5.1). A wrong one counts as at a sign-in.
     *
     * @param password null if none was given
     */
    public Proof again(Caller caller, Customer customer, @Nullable Secret password) {
        try (HashPool.Place place = pool.reserve()) {
            return again(caller, customer, password, place);
        }
    }

    private Proof again(Caller caller, Customer customer, @Nullable Secret password, HashPool.Place place) {
        Door door = new Door(
                caller,
                permits -> store.attempt(permits, customer),
                Lockout.customer(customer.id()),
                password == null ? Secret.of("") : password,
                found -> true,
                null,
                "authn_reauth_success");
        return switch (store.attempt(budget.proof(caller, customer.id()), customer)) {
            case Throttled<Optional<SignInStore.Credentials>>(Duration retryAfter) -> new Proof.Throttled(retryAfter);
            case Granted<Optional<SignInStore.Credentials>>(Optional<SignInStore.Credentials> found) -> {
                if (found.isPresent() && found.get().password() == null) {
                    yield new Proof.NoPassword();
                }
                yield password == null ? new Proof.Wanted() : proof(judge(door, found.orElse(null), place));
            }
        };
    }

    private static Proof proof(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Right right -> new Proof.Given();
            case Outcome.Wrong wrong -> new Proof.Wrong();
            case Outcome.Throttled(Duration retryAfter) -> new Proof.Throttled(retryAfter);
        };
    }

    /**
     * Where somebody wants to come in, and what they say.
     *
     * @param unknown whose failures are counted if the look-up finds nobody
     * @param success the event that a right password is
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Door(
            Caller caller,
            Function<Permits, Permitted<Optional<SignInStore.Credentials>>> lookUp,
            byte[] unknown,
            Secret password,
            Predicate<Customer> admits,
            SignInStore.@Nullable Wish wish,
            String success) {}

    private Door door(
            Caller caller,
            LoginName login,
            Secret password,
            Predicate<Customer> admits,
            SignInStore.@Nullable Wish wish) {
        long portal = caller.portal().id();
        return new Door(
                caller,
                permits -> store.attempt(permits, portal, login),
                lockout.unknown(portal, login.value()),
                password,
                admits,
                wish,
                "authn_login_success");
    }

    /** What the doors have in common. */
    private sealed interface Outcome {
        record Right(Customer customer, SignInStore.Needs needs) implements Outcome {}

        record Wrong(int remaining) implements Outcome {}

        record Throttled(Duration retryAfter) implements Outcome {}
    }

    private Outcome tryAt(Door door, Permits permits, HashPool.Place place) {
        return switch (door.lookUp().apply(permits)) {
            case Throttled<Optional<SignInStore.Credentials>>(Duration retryAfter) -> new Outcome.Throttled(retryAfter);
            case Granted<Optional<SignInStore.Credentials>>(Optional<SignInStore.Credentials> found) ->
                judge(door, found.orElse(null), place);
        };
    }

    private Outcome judge(Door door, SignInStore.@Nullable Credentials found, HashPool.Place place) {
        String stored = found == null ? null : found.password();
        PasswordHasher.Check check =
                place.check(door.password(), stored, door.caller().portal().importedHashes());
        boolean right = check.right() && found != null && door.admits().test(found.customer());
        byte[] subject = found == null
                ? door.unknown()
                : Lockout.customer(found.customer().id());
        var attempt = new SignInStore.Attempt(found, right, subject, door.wish(), door.success());
        return switch (store.decide(attempt, lockout, door.caller().auditContext())) {
            case SignInStore.Verdict.Admitted(SignInStore.Needs needs) -> {
                SignInStore.Credentials admitted = Objects.requireNonNull(found);
                renew(admitted, check, door.password(), place);
                yield new Outcome.Right(admitted.customer(), needs);
            }
            case SignInStore.Verdict.Refused(int remaining) -> {
                place.settle(check);
                yield new Outcome.Wrong(remaining);
            }
            // Another sign-in hashed the password anew while this one verified the old hash, or it was changed
            case SignInStore.Verdict.Outdated() -> tryAt(door, budget.none(), place);
        };
    }

    /** Costs nobody their sign-in: what doesn't fit in now is done at the next one. */
    private void renew(
            SignInStore.Credentials credentials, PasswordHasher.Check check, Secret password, HashPool.Place place) {
        if (check.outdated()) {
            try {
                store.rehash(credentials, place.renew(password, check));
            } catch (HashBusyException e) {
                LOG.debug("a password's new hash was put off");
            }
        }
    }
}
