package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.signin.PasswordProofStore.Credentials;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks customers who are signed in for the password once more (ASVS 7.5.1). A wrong one counts as at a sign-in. */
public final class Reauthentication {
    private final PasswordProof proof;
    private final PasswordProofStore store;
    private final RateLimits limits;
    private final HashPool pool;

    public Reauthentication(PasswordProof proof, PasswordProofStore store, RateLimits limits, HashPool pool) {
        this.proof = proof;
        this.store = store;
        this.limits = limits;
        this.pool = pool;
    }

    /** How it ended. */
    public sealed interface Result {
        /** It is theirs. */
        record Confirmed() implements Result {}

        /** They have none. */
        record NoPassword() implements Result {}

        /** They have one and didn't give it. */
        record Missing() implements Result {}

        /** It isn't theirs, or a lock holds. */
        record Wrong() implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /**
     * Asks for the password.
     *
     * @param password null if none was given
     */
    public Result confirm(Caller caller, Customer customer, @Nullable Secret password) {
        try (HashPool.Place place = pool.reserve()) {
            return switch (store.credentials(limits.proof(caller, customer.id()), customer)) {
                case Throttled<Optional<Credentials>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
                case Granted<Optional<Credentials>>(Optional<Credentials> found) -> {
                    if (found.isPresent() && found.get().password() == null) {
                        yield new Result.NoPassword();
                    }
                    yield password == null
                            ? new Result.Missing()
                            : result(proof.verify(attempt(caller, customer, password), found.orElse(null), place));
                }
            };
        }
    }

    private PasswordProof.Attempt attempt(Caller caller, Customer customer, Secret password) {
        return new PasswordProof.Attempt(
                caller,
                null,
                permits -> store.credentials(permits, customer),
                Lockout.customer(customer.id()),
                password,
                found -> true,
                new Grant.None(),
                "authn_reauth_success");
    }

    private static Result result(PasswordProof.Result proof) {
        return switch (proof) {
            case PasswordProof.Result.Proven proven -> new Result.Confirmed();
            case PasswordProof.Result.Refused refused -> new Result.Wrong();
            case PasswordProof.Result.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
        };
    }
}
