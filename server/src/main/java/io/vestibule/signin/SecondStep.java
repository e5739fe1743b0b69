package io.vestibule.signin;

import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Guess;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.Sessions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The second step of a sign-in: the code, and what it opens. A challenge has 256 random bits, so looking one up takes no permit;
 * guessing a code does, and counts towards the customer's lock.
 */
public final class SecondStep {
    private final ChallengeStore store;
    private final FactorStore factors;
    private final FactorCodes codes;
    private final GuardStore guard;
    private final RateLimits limits;
    private final Lockout lockout;
    private final Sessions sessions;
    private final CodeMail mail;

    public SecondStep(
            ChallengeStore store,
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
        /** Signed in, as the first step would have done alone. */
        record Opened(IssuedTokens tokens, SignInMethod by) implements Result {}

        /** A wrong code, or a lock: nobody learns which. */
        record Refused() implements Result {}

        /**
         * The challenge is out of date, used or void, or was never one: the sign-in begins again. Whoever holds it learns nothing else,
         * and no code was verified.
         */
        record NoChallenge() implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Verifies the code for the sign-in that the challenge is of. */
    public Result complete(Caller caller, Secret challenge, Secret code) {
        Challenge given = new Challenge(challenge.reveal());
        Optional<ChallengeStore.Begun> begun = store.begun(caller.portal().id(), given);
        return begun.isEmpty() ? new Result.NoChallenge() : complete(caller, given, begun.get(), code);
    }

    private Result complete(Caller caller, Challenge challenge, ChallengeStore.Begun begun, Secret code) {
        long customer = begun.customer().id();
        if (guard.acquire(limits.proof(caller, customer))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        Sessions.PendingSession pending = switch (begun.by()) {
            case PASSWORD -> sessions.newPasswordSession();
            case LINK -> sessions.newLinkSession();
            case PASSKEY -> sessions.newPasswordSession();
        };
        Guess guess = codes.guess(factors.state(customer), code, kinds(begun.by()));
        Grant grant = new Grant.Session(pending.session(), challenge);
        return switch (store.complete(challenge, begun, guess, grant, lockout, caller.auditContext())) {
            case GRANTED ->
                new Result.Opened(sessions.issueTokens(pending, caller.portal().id(), customer), begun.by());
            case WRONG -> new Result.Refused();
            case NO_CHALLENGE -> new Result.NoChallenge();
        };
    }

    /** The mailbox that a link came from isn't a second factor beside itself. */
    private static Set<FactorKind> kinds(SignInMethod by) {
        return switch (by) {
            case PASSWORD -> EnumSet.allOf(FactorKind.class);
            case LINK -> EnumSet.of(FactorKind.TOTP, FactorKind.RECOVERY);
            case PASSKEY -> EnumSet.noneOf(FactorKind.class); // it is both factors
        };
    }

    /** Mails a code for the sign-in that the challenge is of. */
    public CodeMail.Result mailCode(Caller caller, Secret challenge) {
        return store.begun(caller.portal().id(), new Challenge(challenge.reveal()))
                .map(begun -> switch (begun.by()) {
                    case PASSWORD -> mail.send(caller, begun.customer());
                    case LINK, PASSKEY -> new CodeMail.Result.NotByMail();
                })
                .orElseGet(CodeMail.Result.Unknown::new);
    }
}
