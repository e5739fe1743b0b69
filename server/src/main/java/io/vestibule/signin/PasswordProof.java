package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
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
    private final HashPool pool;

    public PasswordProof(PasswordProofStore store, Lockout lockout, HashPool pool) {
        this.store = store;
        this.lockout = lockout;
        this.pool = pool;
    }

    /**
     * What somebody says, and what they want for it.
     *
     * @param login       as it was typed, folded; null where it is certain who they are
     * @param credentials finds the credentials, once the permits are taken
     * @param unknown     whose failures are counted if it finds nobody
     * @param admits      who may come in; anybody else is refused just like a wrong password
     * @param success     the audit event that a right password is, if nothing else is needed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Attempt(
            Caller caller,
            @Nullable LoginName login,
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

    /** How an attempt began. */
    sealed interface Begun {
        /** It has ended, too. */
        record Ended(Result result) implements Begun {}

        /**
         * The portal's upstream is to be asked: nothing was verified.
         *
         * @param found who has the login here, and no password; null for nobody
         */
        record AtUpstream(@Nullable Credentials found) implements Begun {}
    }

    /** Finds the credentials and verifies the password, unless that is the upstream's to do. With no room for another hash nothing is asked. */
    Begun begin(Attempt attempt, Permits permits) {
        try (HashPool.Place place = pool.reserve()) {
            return switch (attempt.credentials().apply(permits)) {
                case Throttled<Optional<Credentials>>(Duration retryAfter) ->
                    new Begun.Ended(new Result.Throttled(retryAfter));
                case Granted<Optional<Credentials>>(Optional<Credentials> found) ->
                    MoveIn.concerns(attempt, found)
                            ? new Begun.AtUpstream(found.orElse(null))
                            : new Begun.Ended(verify(attempt, found.orElse(null), place));
            };
        }
    }

    /** Refuses a password that was found wrong elsewhere, after the same work as {@link #verify} does. */
    Result refuse(Attempt attempt, @Nullable Credentials found) {
        try (HashPool.Place place = pool.reserve()) {
            return verify(attempt, found, place);
        } catch (HashBusyException e) {
            decide(attempt, found, false); // it counts all the same: the upstream has answered
            throw e;
        }
    }

    /** Lets in whom the upstream let in, and who has the password since, unless it is refused all the same. */
    Result accept(Attempt attempt, Credentials found) {
        return switch (decide(attempt, found, attempt.admits().test(found.customer()))) {
            case Decision.Admitted(Admission.Needs needs) -> new Result.Proven(found.customer(), needs);
            case Decision.Refused(int remaining) -> new Result.Refused(remaining);
            case Decision.Outdated() -> { // another password was set meanwhile
                try (HashPool.Place place = pool.reserve()) {
                    yield verify(attempt, found, place);
                }
            }
        };
    }

    private Decision decide(Attempt attempt, @Nullable Credentials found, boolean right) {
        byte[] subject = found == null
                ? attempt.unknown()
                : Lockout.customer(found.customer().id());
        var compared = new Compared(found, right, subject, attempt.grant(), attempt.success());
        return store.decide(compared, lockout, attempt.caller().auditContext());
    }

    /** Verifies the password of credentials that were found already. */
    Result verify(Attempt attempt, @Nullable Credentials found, HashPool.Place place) {
        PasswordCheck check = place.check(
                attempt.password(),
                found == null ? null : found.password(),
                attempt.caller().portal().importedHashes());
        boolean right = check.right() && found != null && attempt.admits().test(found.customer());
        return switch (decide(attempt, found, right)) {
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
            case Decision.Outdated() -> again(attempt, place);
        };
    }

    private Result again(Attempt attempt, HashPool.Place place) {
        return switch (attempt.credentials().apply(Permits.NONE)) {
            case Throttled<Optional<Credentials>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<Credentials>>(Optional<Credentials> found) ->
                verify(attempt, found.orElse(null), place);
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
