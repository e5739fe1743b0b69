package io.vestibule.signin;

import io.vestibule.factor.FactorStore;
import io.vestibule.mail.MailSender;
import io.vestibule.portal.Caller;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.session.Sessions;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signing in with a mailed link: exactly one of any number of tries gets the session. */
public final class LinkSignIn {
    private final LinkSignInStore store;
    private final FactorStore factors;
    private final Sessions sessions;
    private final MailSender mail;

    public LinkSignIn(LinkSignInStore store, FactorStore factors, Sessions sessions, MailSender mail) {
        this.store = store;
        this.factors = factors;
        this.sessions = sessions;
        this.mail = mail;
    }

    /** How it ended. */
    public sealed interface Result<T> {
        /** What the client goes on with. */
        record Opened<T>(T granted) implements Result<T> {}

        /** The link is used up; the second step is awaited. */
        record Challenged<T>(FactorChallenge challenge) implements Result<T> {}

        /** Something about the link is wrong: nothing was consumed. */
        record NoLink<T>() implements Result<T> {}
    }

    /** Redeems the link and opens the session, or says what else that takes. */
    public Result<IssuedTokens> open(Caller caller, long customerId, String token) {
        Sessions.PendingSession pending = sessions.newSessionWithoutRefresh();
        Challenge challenge = Challenge.random();
        return result(
                store.redeem(
                        caller.portal().id(),
                        customerId,
                        token,
                        new Grant.Session(pending.session(), challenge),
                        caller.auditContext()),
                customerId,
                challenge,
                () -> sessions.issueTokens(pending, caller.portal().id(), customerId));
    }

    /**
     * The same for the session of the browser that redeems the link, on our own pages.
     *
     * @param former the cookie that the browser has so far; null for none
     */
    public Result<NewBrowserSession> openInBrowser(
            Caller caller, long customerId, String token, @Nullable String former) {
        NewBrowserSession opened = sessions.newBrowserSession(former);
        Challenge challenge = Challenge.random();
        return result(
                store.redeem(
                        caller.portal().id(),
                        customerId,
                        token,
                        new Grant.Browser(opened, challenge),
                        caller.auditContext()),
                customerId,
                challenge,
                () -> opened);
    }

    private <T> Result<T> result(
            Optional<LinkSignInStore.Redeemed> redeemed, long customerId, Challenge challenge, Supplier<T> granted) {
        if (redeemed.isEmpty()) {
            return new Result.NoLink<>();
        }
        if (redeemed.get().first()) {
            mail.nudge();
        }
        return switch (redeemed.get().needs()) {
            case NOTHING -> new Result.Opened<>(granted.get());
            case SECOND_FACTOR ->
                new Result.Challenged<>(new FactorChallenge(
                        challenge, factors.factors(customerId).held(SignInMethod.LINK.secondFactors())));
            case NEW_PASSWORD -> throw new IllegalStateException("a link is no temporary password");
        };
    }
}
