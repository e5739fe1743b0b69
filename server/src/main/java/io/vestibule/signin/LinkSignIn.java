package io.vestibule.signin;

import io.vestibule.factor.FactorStore;
import io.vestibule.mail.MailSender;
import io.vestibule.portal.Caller;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.Sessions;
import java.util.Optional;

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
    public sealed interface Result {
        /** What the client goes on with. */
        record Opened(IssuedTokens tokens) implements Result {}

        /** The link is used up; the second step is awaited. */
        record Challenged(FactorChallenge challenge) implements Result {}

        /** Something about the link is wrong: nothing was consumed. */
        record NoLink() implements Result {}
    }

    /** Redeems the link and opens the session, or says what else that takes. */
    public Result open(Caller caller, long customerId, String token) {
        Sessions.PendingSession pending = sessions.newLinkSession();
        Challenge challenge = Challenge.random();
        long portal = caller.portal().id();
        Optional<LinkSignInStore.Redeemed> redeemed = store.redeem(
                portal, customerId, token, new Grant.Session(pending.session(), challenge), caller.auditContext());
        if (redeemed.isEmpty()) {
            return new Result.NoLink();
        }
        if (redeemed.get().dropped()) {
            mail.nudge();
        }
        return switch (redeemed.get().needs()) {
            case NOTHING -> new Result.Opened(sessions.issueTokens(pending, portal, customerId));
            case SECOND_FACTOR ->
                new Result.Challenged(new FactorChallenge(
                        challenge, factors.factors(customerId).afterLink()));
            case NEW_PASSWORD -> throw new IllegalStateException("a link is no temporary password");
        };
    }
}
