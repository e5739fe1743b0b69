package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorState;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Factors;
import io.vestibule.factor.Guess;
import io.vestibule.factor.RecoveryCodes;
import io.vestibule.factor.TotpSecret;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.mail.MailSender;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in customer's second factor: setting it up, replacing it, turning it off. Each takes a proof beside the session: a
 * code where a factor is on, else the password where there is one (docs/decisions/0009).
 */
public final class Enrolment {
    private final FactorStore factors;
    private final EnrolmentStore store;
    private final FactorCodes codes;
    private final CodeAttempts attempts;
    private final Reauthentication passwords;
    private final GuardStore guard;
    private final RateLimits limits;
    private final Lockout lockout;
    private final MailSender mail;

    public Enrolment(
            FactorStore factors,
            EnrolmentStore store,
            FactorCodes codes,
            CodeAttempts attempts,
            Reauthentication passwords,
            GuardStore guard,
            RateLimits limits,
            Lockout lockout,
            MailSender mail) {
        this.factors = factors;
        this.store = store;
        this.codes = codes;
        this.attempts = attempts;
        this.passwords = passwords;
        this.guard = guard;
        this.limits = limits;
        this.lockout = lockout;
        this.mail = mail;
    }

    /** How it ended. Nothing was changed but where it was done. */
    public sealed interface Result<T> {
        record Done<T>(T value) implements Result<T> {}

        /** A proof is wanted of this kind, and wasn't given. */
        record Wanted<T>(Proof proof) implements Result<T> {}

        /** The proof is wrong, or a lock holds. */
        record Wrong<T>(Proof proof) implements Result<T> {}

        /** There is nothing to do it with: no second factor is on, or no secret was shown lately. */
        record Nothing<T>() implements Result<T> {}

        /** Too many attempts; nothing was verified. */
        record Throttled<T>(Duration retryAfter) implements Result<T> {}
    }

    /** What a customer proves it with that it is them. */
    public enum Proof {
        CODE,
        PASSWORD
    }

    /** What the customer has set up. */
    public Factors factors(Customer customer) {
        return factors.factors(customer.id());
    }

    /** A new secret for the customer's app, which counts from its first code on; any shown before is void. */
    public Result<TotpSecret> offer(
            Caller caller, Customer customer, @Nullable Secret password, @Nullable Secret code) {
        TotpSecret secret = TotpSecret.random();
        byte[] sealed = codes.seal(customer.id(), secret);
        if (customer.secondFactor()) {
            return proven(
                    caller,
                    customer,
                    code,
                    secret,
                    guess -> store.offer(guess, sealed, lockout, caller.auditContext()));
        }
        return switch (passwords.confirm(caller, customer, password)) {
            case Reauthentication.Result.Confirmed() -> offered(customer, secret, sealed);
            case Reauthentication.Result.NoPassword() -> offered(customer, secret, sealed);
            case Reauthentication.Result.Missing() -> new Result.Wanted<>(Proof.PASSWORD);
            case Reauthentication.Result.Wrong() -> new Result.Wrong<>(Proof.PASSWORD);
            case Reauthentication.Result.Throttled(Duration retryAfter) -> new Result.Throttled<>(retryAfter);
        };
    }

    private Result<TotpSecret> offered(Customer customer, TotpSecret secret, byte[] sealed) {
        return store.offer(customer.id(), sealed) ? new Result.Done<>(secret) : new Result.Wanted<>(Proof.CODE);
    }

    /** Turns the second factor on with the first code of the secret that was shown. Such a code proves no more than that it was read. */
    public Result<RecoveryCodes> confirm(Caller caller, Customer customer, Secret code) {
        if (guard.acquire(limits.proof(caller, customer.id()))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled<>(retryAfter);
        }
        FactorState offered = factors.offered(customer.id());
        if (offered.sealed() == null) {
            return new Result.Nothing<>();
        }
        OptionalLong step = codes.step(offered, code);
        if (step.isEmpty()) {
            return new Result.Wrong<>(Proof.CODE);
        }
        RecoveryCodes recovery = RecoveryCodes.fresh();
        if (!store.confirm(offered, step.getAsLong(), recovery, caller.auditContext())) {
            return new Result.Nothing<>();
        }
        mail.nudge();
        return new Result.Done<>(recovery);
    }

    /** New recovery codes in the place of those that are left. */
    public Result<RecoveryCodes> renew(Caller caller, Customer customer, @Nullable Secret code) {
        RecoveryCodes recovery = RecoveryCodes.fresh();
        return nudgeIfDone(whereOn(
                caller,
                customer,
                code,
                recovery,
                guess -> store.renew(guess, recovery, lockout, caller.auditContext())));
    }

    /** Turns the second factor off. */
    public Result<Boolean> turnOff(Caller caller, Customer customer, @Nullable Secret code) {
        return nudgeIfDone(
                whereOn(caller, customer, code, true, guess -> store.turnOff(guess, lockout, caller.auditContext())));
    }

    /** A change that one statement makes together with verifying the code. */
    @FunctionalInterface
    private interface Change {
        boolean made(Guess proof);
    }

    private <T> Result<T> whereOn(Caller caller, Customer customer, @Nullable Secret code, T value, Change change) {
        return customer.secondFactor() ? proven(caller, customer, code, value, change) : new Result.Nothing<>();
    }

    private <T> Result<T> proven(Caller caller, Customer customer, @Nullable Secret code, T value, Change change) {
        if (code == null) {
            return new Result.Wanted<>(Proof.CODE);
        }
        return switch (attempts.attempt(caller, customer.id(), code, EnumSet.allOf(FactorKind.class))) {
            case Permitted.Throttled<Guess>(Duration retryAfter) -> new Result.Throttled<>(retryAfter);
            case Permitted.Granted<Guess>(Guess guess) ->
                change.made(guess) ? new Result.Done<>(value) : new Result.Wrong<>(Proof.CODE);
        };
    }

    private <T> Result<T> nudgeIfDone(Result<T> result) {
        if (result instanceof Result.Done<T>) {
            mail.nudge();
        }
        return result;
    }
}
