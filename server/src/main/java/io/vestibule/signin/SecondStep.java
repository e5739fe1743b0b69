package io.vestibule.signin;

import io.vestibule.factor.Challenge;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.FirstStep;
import io.vestibule.factor.Guess;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Bearer;
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
    private final FactorStore store;
    private final FactorCodes codes;
    private final GuardStore guard;
    private final Budget budget;
    private final Lockout lockout;
    private final Sessions sessions;
    private final CodeMail mail;

    public SecondStep(
            FactorStore store,
            FactorCodes codes,
            GuardStore guard,
            Budget budget,
            Lockout lockout,
            Sessions sessions,
            CodeMail mail) {
        this.store = store;
        this.codes = codes;
        this.guard = guard;
        this.budget = budget;
        this.lockout = lockout;
        this.sessions = sessions;
        this.mail = mail;
    }

    /** How it ended. */
    public sealed interface Result {
        /** Signed in, as the first step would have done alone. */
        record Opened(Bearer bearer, FirstStep by) implements Result {}

        /** A wrong code, or a lock: nobody learns which. */
        record Refused() implements Result {}

        /**
         * The challenge is out of date, used or void, or was never one: the sign-in begins again. Whoever holds it learns nothing else,
         * and no code was judged.
         */
        record NoChallenge() implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Judges the code for the sign-in that the challenge is of. */
    public Result complete(Caller caller, Secret challenge, Secret code) {
        Challenge given = new Challenge(challenge.reveal());
        Optional<FactorStore.Begun> begun = store.begun(caller.portal().id(), given);
        return begun.isEmpty() ? new Result.NoChallenge() : complete(caller, given, begun.get(), code);
    }

    private Result complete(Caller caller, Challenge challenge, FactorStore.Begun begun, Secret code) {
        long customer = begun.customer().id();
        if (guard.acquire(budget.proof(caller, customer))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        Sessions.Opening opening = switch (begun.by()) {
            case PASSWORD -> sessions.openingWithPassword();
            case LINK -> sessions.openingWithLink();
        };
        Guess guess = codes.guess(store.state(customer), code, kinds(begun.by()));
        return switch (store.complete(challenge, begun, guess, opening.session(), lockout, caller.auditContext())) {
            case OPENED ->
                new Result.Opened(sessions.bearer(opening, caller.portal().id(), customer), begun.by());
            case WRONG -> new Result.Refused();
            case NO_CHALLENGE -> new Result.NoChallenge();
        };
    }

    /** The mailbox that a link came from isn't a second factor beside itself. */
    private static Set<FactorKind> kinds(FirstStep by) {
        return switch (by) {
            case PASSWORD -> EnumSet.allOf(FactorKind.class);
            case LINK -> EnumSet.of(FactorKind.TOTP, FactorKind.RECOVERY);
        };
    }

    /** Mails a code for the sign-in that the challenge is of. */
    public CodeMail.Result mailCode(Caller caller, Secret challenge) {
        return store.begun(caller.portal().id(), new Challenge(challenge.reveal()))
                .map(begun -> switch (begun.by()) {
                    case PASSWORD -> mail.send(caller, begun.customer());
                    case LINK -> new CodeMail.Result.NotByMail();
                })
                .orElseGet(CodeMail.Result.Unknown::new);
    }
}
