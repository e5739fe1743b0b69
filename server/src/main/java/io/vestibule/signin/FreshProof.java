package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Guess;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * What customers who are signed in give once more before they change what they sign in with: a code where a second factor is on, else the
 * password, if they have one (ASVS 7.5.1).
 */
public final class FreshProof {
    private final FactorStore factors;
    private final CodeAttempts attempts;
    private final Reauthentication passwords;
    private final Lockout lockout;

    public FreshProof(FactorStore factors, CodeAttempts attempts, Reauthentication passwords, Lockout lockout) {
        this.factors = factors;
        this.attempts = attempts;
        this.passwords = passwords;
        this.lockout = lockout;
    }

    /** How it ended. */
    public sealed interface Result {
        /**
         * It is them.
         *
         * @param byCode whether a code proved it; without, it isn't enough for whoever has a second factor on once the change is made
         */
        record Given(boolean byCode) implements Result {}

        /** They have nothing to prove it with but the session. */
        record SessionAlone() implements Result {}

        /** A proof is wanted of this kind, and wasn't given. */
        record Wanted(Enrolment.Proof proof) implements Result {}

        /** The proof is wrong, or a lock holds. */
        record Wrong(Enrolment.Proof proof) implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Verifies what was given; null for what wasn't. */
    public Result of(Caller caller, Customer customer, @Nullable Secret password, @Nullable Secret code) {
        return customer.secondFactor() ? code(caller, customer, code) : password(caller, customer, password);
    }

    private Result code(Caller caller, Customer customer, @Nullable Secret code) {
        if (code == null) {
            return new Result.Wanted(Enrolment.Proof.CODE);
        }
        return switch (attempts.attempt(caller, customer.id(), code, EnumSet.allOf(FactorKind.class))) {
            case Permitted.Throttled<Guess>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Permitted.Granted<Guess>(Guess guess) ->
                factors.verify(guess, lockout, caller.auditContext())
                        ? new Result.Given(true)
                        : new Result.Wrong(Enrolment.Proof.CODE);
        };
    }

    private Result password(Caller caller, Customer customer, @Nullable Secret password) {
        return switch (passwords.confirm(caller, customer, password)) {
            case Reauthentication.Result.Confirmed() -> new Result.Given(false);
            case Reauthentication.Result.NoPassword() -> new Result.SessionAlone();
            case Reauthentication.Result.Missing() -> new Result.Wanted(Enrolment.Proof.PASSWORD);
            case Reauthentication.Result.Wrong() -> new Result.Wrong(Enrolment.Proof.PASSWORD);
            case Reauthentication.Result.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
        };
    }
}
