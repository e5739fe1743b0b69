package io.vestibule.operator;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.guard.RateLimit;
import io.vestibule.guard.RateLimiter;
import io.vestibule.operator.OperatorSignInStore.Credentials;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordCheck;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operator's sign-in: a password, and then a second factor, always. Whatever is wrong with the first (nobody has the address, another
 * password, disabled, locked, not set up), the work is the same, and so is the answer.
 */
public final class OperatorSignIn {
    private final OperatorSignInStore store;
    private final OperatorCodes codes;
    private final RateLimiter limits;
    private final Lockout lockout;
    private final HashPool pool;

    public OperatorSignIn(
            OperatorSignInStore store, OperatorCodes codes, RateLimiter limits, Lockout lockout, HashPool pool) {
        this.store = store;
        this.codes = codes;
        this.limits = limits;
        this.lockout = lockout;
        this.pool = pool;
    }

    /** A second factor that an operator can show. */
    public enum Factor {
        TOTP
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

    /** How the second step ended. */
    public sealed interface SecondStep {
        /**
         * They are signed in.
         *
         * @param cookie the value of the {@link ConsoleCookie}
         */
        record SignedIn(Principal principal, Secret cookie) implements SecondStep {}

        /** The code is wrong, or a lock holds; the sign-in waits on. */
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
            return switch (store.credentials(permits(address, origin), address)) {
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
        if (challenged) {
            return new FirstStep.Challenged(token, EnumSet.of(Factor.TOTP));
        }
        place.settle(check);
        return new FirstStep.Refused();
    }

    /**
     * Verifies a code of the app, and opens a session.
     *
     * @param token  of {@link FirstStep.Challenged}
     * @param former the cookie that the browser has, whose session ends; null for none
     */
    public SecondStep code(String token, Secret code, @Nullable String former, Principals.Origin origin) {
        Long operator =
                store.waiting(token).map(waiting -> waiting.operator().id()).orElse(null);
        if (operator == null) {
            return new SecondStep.Expired();
        }
        if (store.acquire(permits("code " + operator, origin)) instanceof Throttled<Boolean>(Duration retryAfter)) {
            return new SecondStep.Throttled(retryAfter);
        }
        var session = new OperatorSignInStore.NewSession(
                UUID.randomUUID(), Tokens.random(), former, origin.network().text());
        return store.verify(
                        token,
                        waiting -> step(waiting, code),
                        session,
                        lockout,
                        holder -> context(holder.id(), holder.name(), origin))
                .<SecondStep>map(verification -> switch (verification.verified()) {
                    case OPENED ->
                        new SecondStep.SignedIn(
                                Principals.of(verification.operator(), session.id(), origin),
                                Secret.of(session.token()));
                    case REFUSED -> new SecondStep.Refused();
                })
                .orElseGet(SecondStep.Expired::new);
    }

    private OptionalLong step(OperatorSignInStore.Waiting waiting, Secret code) {
        return codes.step(waiting.operator().id(), waiting.totp(), code, waiting.now(), waiting.lastStep());
    }

    private Permits permits(String who, Principals.Origin origin) {
        String network = "operator network " + origin.network();
        return limits.permits(Map.of(RateLimit.SIGN_IN_LOGIN, network + " " + who, RateLimit.SIGN_IN_NETWORK, network));
    }

    private static AuditContext context(long operator, String name, Principals.Origin origin) {
        return Principals.context(Actor.OPERATOR, operator, name, origin);
    }

    private static AuditContext unknown(Principals.Origin origin) {
        return new AuditContext(
                Actor.OPERATOR, origin.channel(), null, null, origin.network().text(), origin.request());
    }
}
