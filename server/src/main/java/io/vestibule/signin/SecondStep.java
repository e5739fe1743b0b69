package io.vestibule.signin;

import io.vestibule.factor.FactorKind;
import io.vestibule.factor.Guess;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.session.Sessions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The second step of a sign-in: the code, and what it opens. A challenge has 256 random bits, so looking one up takes no permit;
 * guessing a code does, and counts towards the customer's lock.
 */
public final class SecondStep {
    private final ChallengeStore store;
    private final CodeAttempts attempts;
    private final Lockout lockout;
    private final Sessions sessions;
    private final CodeMail mail;

    public SecondStep(ChallengeStore store, CodeAttempts attempts, Lockout lockout, Sessions sessions, CodeMail mail) {
        this.store = store;
        this.attempts = attempts;
        this.lockout = lockout;
        this.sessions = sessions;
        this.mail = mail;
    }

    /** How it ended: with a session that is the portal's own, or a browser's. */
    public sealed interface Result<T> {
        /** Signed in, as the first step would have done alone. */
        record Opened<T>(T granted, SignInMethod by) implements Result<T> {}

        /** A wrong code, or a lock: nobody learns which. */
        record Refused<T>() implements Result<T> {}

        /**
         * The challenge is out of date, used or void, or was never one: the sign-in begins again. Whoever holds it learns nothing else,
         * and no code was verified.
         */
        record NoChallenge<T>() implements Result<T> {}

        /** Too many attempts; nothing was verified. */
        record Throttled<T>(Duration retryAfter) implements Result<T> {}
    }

    /** What the right code brings: how it is stored, and what the client gets then. */
    private record Wanted<T>(Grant grant, Supplier<T> granted) {}

    /** Verifies the code for the sign-in that the challenge is of, and opens a session of the portal's own. */
    public Result<IssuedTokens> complete(Caller caller, Secret challenge, Secret code) {
        Challenge given = new Challenge(challenge.reveal());
        return complete(caller, given, code, begun -> {
            Sessions.PendingSession pending = switch (begun.by()) {
                case PASSWORD -> sessions.newRefreshableSession();
                case LINK -> sessions.newSessionWithoutRefresh();
                case PASSKEY -> sessions.newRefreshableSession();
            };
            return new Wanted<>(
                    new Grant.Session(pending.session(), given),
                    () -> sessions.issueTokens(
                            pending, caller.portal().id(), begun.customer().id()));
        });
    }

    /**
     * The same for the session of a browser on our own pages.
     *
     * @param former the cookie that the browser has so far; null for none
     */
    public Result<NewBrowserSession> completeInBrowser(
            Caller caller, Secret challenge, Secret code, @Nullable String former) {
        Challenge given = new Challenge(challenge.reveal());
        NewBrowserSession opened = sessions.newBrowserSession(former);
        return complete(caller, given, code, begun -> new Wanted<>(new Grant.Browser(opened, given), () -> opened));
    }

    private <T> Result<T> complete(
            Caller caller, Challenge challenge, Secret code, Function<ChallengeStore.Begun, Wanted<T>> wanted) {
        Optional<ChallengeStore.Begun> begun = store.begun(caller.portal().id(), challenge);
        return begun.isEmpty()
                ? new Result.NoChallenge<>()
                : complete(caller, challenge, begun.get(), code, wanted.apply(begun.get()));
    }

    private <T> Result<T> complete(
            Caller caller, Challenge challenge, ChallengeStore.Begun begun, Secret code, Wanted<T> wanted) {
        long customer = begun.customer().id();
        return switch (attempts.attempt(caller, customer, code, begun.by().secondFactors())) {
            case Permitted.Throttled<Guess>(Duration retryAfter) -> new Result.Throttled<>(retryAfter);
            case Permitted.Granted<Guess>(Guess guess) ->
                switch (store.complete(challenge, begun, guess, wanted.grant(), lockout, caller.auditContext())) {
                    case GRANTED -> new Result.Opened<>(wanted.granted().get(), begun.by());
                    case WRONG -> new Result.Refused<>();
                    case NO_CHALLENGE -> new Result.NoChallenge<>();
                };
        };
    }

    /** Mails a code for the sign-in that the challenge is of. */
    public CodeMail.Result mailCode(Caller caller, Secret challenge) {
        return store.begun(caller.portal().id(), new Challenge(challenge.reveal()))
                .map(begun -> begun.by().secondFactors().contains(FactorKind.EMAIL)
                        ? mail.send(caller, begun.customer())
                        : new CodeMail.Result.NotByMail())
                .orElseGet(CodeMail.Result.Unknown::new);
    }
}
