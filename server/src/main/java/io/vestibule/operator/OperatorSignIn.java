package io.vestibule.operator;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.guard.RateLimiter;
import io.vestibule.operator.OperatorFactorStore.Held;
import io.vestibule.operator.OperatorSignInStore.Credentials;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordCheck;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An operator's sign-in: a password, and then a second factor, always. With a passkey it is {@link OperatorPasskeySignIn}. Whatever is
 * wrong with a password (nobody has the address, another one, disabled, locked, not set up), the work is the same, and so is the answer.
 */
public final class OperatorSignIn {
    private final OperatorSignInStore store;
    private final OperatorFactorStore factors;
    private final OperatorCodes codes;
    private final OperatorSignatures signatures;
    private final OperatorLimits limits;
    private final Lockout lockout;
    private final HashPool pool;

    /** What both the sign-in and later proofs ask. */
    public record Parts(
            OperatorSignInStore store,
            OperatorFactorStore factors,
            OperatorCodes codes,
            OperatorSignatures signatures,
            RateLimiter limits,
            Lockout lockout) {}

    public OperatorSignIn(Parts parts, HashPool pool) {
        this.store = parts.store();
        this.factors = parts.factors();
        this.codes = parts.codes();
        this.signatures = parts.signatures();
        this.limits = new OperatorLimits(parts.limits());
        this.lockout = parts.lockout();
        this.pool = pool;
    }

    /** A second factor that an operator can show. */
    public enum Factor {
        TOTP,
        PASSKEY
    }

    /** How the first step ended. */
    public sealed interface FirstStep {
        /**
         * The password is right.
         *
         * @param token   names the sign-in that waits; good for five minutes
         * @param factors what it waits for, any of them
         */
        record Challenged(String token, Set<Factor> factors) implements FirstStep {}

        /** Not signed in; the reason is for the audit alone. */
        record Refused() implements FirstStep {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements FirstStep {}
    }

    /** How the second step ended, or the only one. */
    public sealed interface SecondStep {
        /**
         * They are signed in.
         *
         * @param cookie the value of the {@link ConsoleCookie}
         */
        record SignedIn(Principal principal, Secret cookie) implements SecondStep {}

        /** What was shown is wrong, or a lock holds; the sign-in waits on. */
        record Refused() implements SecondStep {}

        /** No such sign-in waits, or no longer: the password is asked for anew. */
        record Expired() implements SecondStep {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements SecondStep {}
    }

    /** Verifies the password. */
    public FirstStep password(String email, Secret password, Principals.Origin origin) {
        String address = email.strip().replace('\0', '\uFFFD').toLowerCase(Locale.ROOT);
        try (HashPool.Place place = pool.reserve()) {
            return switch (store.credentials(limits.attempt(address, origin), address)) {
                case Throttled<Optional<Credentials>>(Duration retryAfter) -> new FirstStep.Throttled(retryAfter);
                case Granted<Optional<Credentials>>(Optional<Credentials> found) ->
                    verify(found.orElse(null), address, password, origin, place);
            };
        }
    }

    private FirstStep verify(
            @Nullable Credentials found,
            String address,
            Secret password,
            Principals.Origin origin,
            HashPool.Place place) {
        PasswordCheck check = place.check(password, found == null ? null : found.password(), List.of());
        String token = Tokens.random();
        byte[] subject =
                found == null ? lockout.unknown(0, "operator " + address) : OperatorStore.subject(found.operator());
        boolean challenged = store.challenge(
                found,
                check.right(),
                subject,
                token,
                lockout,
                found == null ? unknown(origin) : context(found.operator(), found.name(), origin));
        if (challenged && found != null) {
            return new FirstStep.Challenged(token, signatures.factors(found.operator()));
        }
        place.settle(check);
        return new FirstStep.Refused();
    }

    /** What a sign-in that waits waits for; nothing if none waits. */
    public Set<Factor> factors(String token) {
        return factors.held(new OperatorClaim.Waiting(token))
                .map(held -> signatures.factors(held.operator().id()))
                .orElseGet(() -> EnumSet.noneOf(Factor.class));
    }

    /**
     * Verifies a code of the app, and opens a session.
     *
     * @param token  of {@link FirstStep.Challenged}
     * @param former the cookie that the browser has, whose session ends; null for none
     */
    public SecondStep code(String token, Secret code, @Nullable String former, Principals.Origin origin) {
        var claim = new OperatorClaim.Waiting(token);
        Held waiting = factors.held(claim).orElse(null);
        if (waiting == null) {
            return new SecondStep.Expired();
        }
        Permits permits = limits.attempt("code " + waiting.operator().id(), origin);
        return permitted(
                permits, () -> opened(claim, new ShownFactor.Code(held -> codes.step(held, code)), former, origin));
    }

    SecondStep permitted(Permits permits, Supplier<SecondStep> step) {
        return store.acquire(permits) instanceof Throttled<Boolean>(Duration retryAfter)
                ? new SecondStep.Throttled(retryAfter)
                : step.get();
    }

    /** Decides about what is shown, and opens a session. */
    SecondStep opened(OperatorClaim claim, ShownFactor shown, @Nullable String former, Principals.Origin origin) {
        var session = new OperatorFactorStore.NewSession(
                UUID.randomUUID(), Tokens.random(), former, origin.network().text());
        return factors.open(claim, shown, session, lockout, held -> context(held, origin))
                .<SecondStep>map(decision -> decision.accepted()
                        ? new SecondStep.SignedIn(
                                Principals.of(decision.operator(), session.id(), true, origin),
                                Secret.of(session.token()))
                        : new SecondStep.Refused())
                .orElseGet(SecondStep.Expired::new);
    }

    static AuditContext context(Held held, Principals.Origin origin) {
        return context(held.operator().id(), held.operator().name(), origin);
    }

    private static AuditContext context(long operator, String name, Principals.Origin origin) {
        return Principals.context(Actor.OPERATOR, operator, name, origin);
    }

    static AuditContext unknown(Principals.Origin origin) {
        return new AuditContext(
                Actor.OPERATOR, origin.channel(), null, null, origin.network().text(), origin.request());
    }
}
