package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.password.HashBusyException;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordCheck;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.signin.PasswordProofStore.Compared;
import io.vestibule.signin.PasswordProofStore.Credentials;
import io.vestibule.signin.PasswordProofStore.Decision;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proof by password. Whatever is wrong (nobody has the login, another password, disabled, locked, no password at all), the work is
 * the same: permits, a hash of the portal's costliest kind or as much work, one statement; and so is the answer.
 */
public final class PasswordProof {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordProof.class);

    private final PasswordProofStore store;
    private final Lockout lockout;

    public PasswordProof(PasswordProofStore store, Lockout lockout) {
        this.store = store;
        this.lockout = lockout;
    }

    /**
     * What somebody says, and what they want for it.
     *
     * @param credentials finds the credentials, once the permits are taken
     * @param unknown     whose failures are counted if it finds nobody
     * @param admits      who may come in; anybody else is refused just like a wrong password
     * @param success     the audit event that a right password is, if nothing else is needed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Attempt(
            Caller caller,
            Function<Permits, Permitted<Optional<Credentials>>> credentials,
            byte[] unknown,
            Secret password,
            Predicate<Customer> admits,
            Grant grant,
            String success) {}

    /** How an attempt ended. */
    sealed interface Result {
        /** The password is right; the grant is stored, as far as {@code needs} lets it. */
        record Proven(Customer customer, Admission.Needs needs) implements Result {}

        /**
         * The password is wrong, or they may not come in; it counted.
         *
         * @param remaining failures left until the lock; 0: locked
         */
        record Refused(int remaining) implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Finds the credentials and verifies the password. */
    Result of(Attempt attempt, Permits permits, HashPool.Place place) {
        return switch (attempt.credentials().apply(permits)) {
            case Throttled<Optional<Credentials>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<Credentials>>(Optional<Credentials> found) ->
                verify(attempt, found.orElse(null), place);
        };
    }

    /** Verifies the password of credentials that were found already. */
    Result verify(Attempt attempt, @Nullable Credentials found, HashPool.Place place) {
        PasswordCheck check = place.check(
                attempt.password(),
                found == null ? null : found.password(),
                attempt.caller().portal().importedHashes());
        boolean right = check.right() && found != null && attempt.admits().test(found.customer());
        byte[] subject = found == null
                ? attempt.unknown()
                : Lockout.customer(found.customer().id());
        var compared = new Compared(found, right, subject, attempt.grant(), attempt.success());
        return switch (store.decide(compared, lockout, attempt.caller().auditContext())) {
            case Decision.Admitted(Admission.Needs needs) -> {
                Credentials admitted = Objects.requireNonNull(found);
                renew(admitted, check, attempt.password(), place);
                yield new Result.Proven(admitted.customer(), needs);
            }
            case Decision.Refused(int remaining) -> {
                place.settle(check);
                yield new Result.Refused(remaining);
            }
            // Another sign-in hashed the password anew while this one verified the old hash, or it was changed
            case Decision.Outdated() -> of(attempt, Permits.NONE, place);
        };
    }

    /** Costs nobody their sign-in: what doesn't fit in now is done at the next one. */
    private void renew(Credentials credentials, PasswordCheck check, Secret password, HashPool.Place place) {
        if (check.outdated()) {
            try {
                store.rehash(credentials, place.renew(password, check));
            } catch (HashBusyException e) {
                LOG.debug("a password's new hash was put off");
            }
        }
    }
}
