package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Factors;
import io.vestibule.factor.Guess;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.session.Sessions;
import java.time.Duration;
import java.util.List;

/**
 * The second factor of somebody who is signed in without it, since an application wants it (RFC 9470). Their session goes on under a new
 * cookie, as one with both factors; a wrong code counts as at a sign-in.
 */
public final class StepUp {
    private final StepUpStore store;
    private final FactorStore factors;
    private final FactorCodes codes;
    private final GuardStore guard;
    private final RateLimits limits;
    private final Lockout lockout;
    private final Sessions sessions;
    private final CodeMail mail;

    public StepUp(
            StepUpStore store,
            FactorStore factors,
            FactorCodes codes,
            GuardStore guard,
            RateLimits limits,
            Lockout lockout,
            Sessions sessions,
            CodeMail mail) {
        this.store = store;
        this.factors = factors;
        this.codes = codes;
        this.guard = guard;
        this.limits = limits;
        this.lockout = lockout;
        this.sessions = sessions;
        this.mail = mail;
    }

    /** How it ended. */
    public sealed interface Result {
        /** The session goes on under this cookie. */
        record Risen(NewBrowserSession session) implements Result {}

        /** A wrong code, or a lock: nobody learns which. */
        record Refused() implements Result {}

        /** The session is over by now; no code was verified. */
        record Over() implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** What codes they can show now; none without a second factor. The mailbox that a link came from isn't one beside itself. */
    public List<FactorKind> kinds(Found session) {
        Customer customer = session.customer();
        if (!customer.secondFactor()) {
            return List.of();
        }
        Factors set = factors.factors(customer.id());
        return session.amr().contains("link") ? set.afterLink() : set.usable(customer);
    }

    /**
     * Verifies a code and raises the session.
     *
     * @param cookie that the browser has so far
     */
    public Result raise(Caller caller, Found session, String cookie, Secret code) {
        long customer = session.customer().id();
        if (guard.acquire(limits.proof(caller, customer))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        Guess guess = codes.guess(factors.state(customer), code, kinds(session));
        NewBrowserSession opened = sessions.newBrowserSession(cookie);
        Grant grant = new Grant.Browser(opened, Challenge.random());
        return switch (store.raise(caller.portal().id(), cookie, guess, grant, lockout, caller.auditContext())) {
            case RISEN -> new Result.Risen(opened);
            case WRONG -> new Result.Refused();
            case OVER -> new Result.Over();
        };
    }

    /** Mails a code, where that is one of theirs. */
    public CodeMail.Result mailCode(Caller caller, Found session) {
        return kinds(session).contains(FactorKind.EMAIL)
                ? mail.send(caller, session.customer())
                : new CodeMail.Result.NotByMail();
    }
}
