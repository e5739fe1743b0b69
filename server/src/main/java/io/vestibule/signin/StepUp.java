package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Guess;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.session.BrowserSessions.Found;
import java.time.Duration;
import java.util.List;

/**
 * The second factor of somebody who is signed in without it, since an application wants it (RFC 9470). Their session goes on under a new
 * cookie, as one with both factors; a wrong code counts as at a sign-in.
 */
public final class StepUp {
    private final StepUpStore store;
    private final FactorStore factors;
    private final CodeAttempts attempts;
    private final Lockout lockout;
    private final CodeMail mail;

    public StepUp(StepUpStore store, FactorStore factors, CodeAttempts attempts, Lockout lockout, CodeMail mail) {
        this.store = store;
        this.factors = factors;
        this.attempts = attempts;
        this.lockout = lockout;
        this.mail = mail;
    }

    /** How it ended. */
    public sealed interface Result {
        /**
         * The session goes on, as one with both factors.
         *
         * @param cookie its new value
         * @param life   of the session from now on
         */
        record Completed(Secret cookie, Duration life) implements Result {}

        /** A wrong code, or a lock: nobody learns which. */
        record Refused() implements Result {}

        /** The session is over by now; no code was verified. */
        record Over() implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** What codes they can show now; none without a second factor. */
    public List<FactorKind> kinds(Found session) {
        Customer customer = session.customer();
        if (!customer.secondFactor()) {
            return List.of();
        }
        SignInMethod by = session.amr().contains(SignInMethod.LINK.amr()) ? SignInMethod.LINK : SignInMethod.PASSWORD;
        return factors.factors(customer.id()).usable(customer, by.secondFactors());
    }

    /**
     * Verifies a code. The right one is a factor more in the session, and no sign-in anew: {@code auth_time} stays what it was.
     *
     * @param cookie that the browser has so far
     */
    public Result complete(Caller caller, Found session, String cookie, Secret code) {
        return switch (attempts.attempt(caller, session.customer().id(), code, kinds(session))) {
            case Permitted.Throttled<Guess>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Permitted.Granted<Guess>(Guess guess) -> complete(caller, cookie, guess);
        };
    }

    private Result complete(Caller caller, String cookie, Guess guess) {
        String renewed = Tokens.random();
        return switch (store.complete(caller.portal().id(), cookie, renewed, guess, lockout, caller.auditContext())) {
            case StepUpStore.Completion.Done(Duration life) -> new Result.Completed(Secret.of(renewed), life);
            case StepUpStore.Completion.Wrong() -> new Result.Refused();
            case StepUpStore.Completion.Over() -> new Result.Over();
        };
    }

    /** Mails a code, where that is one of theirs. */
    public CodeMail.Result mailCode(Caller caller, Found session) {
        return kinds(session).contains(FactorKind.EMAIL)
                ? mail.send(caller, session.customer())
                : new CodeMail.Result.NotByMail();
    }
}
