package io.vestibule.signin;

import io.vestibule.customer.EmailAddress;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import io.vestibule.mail.MailSender;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Bearer;
import io.vestibule.session.Sessions;
import java.time.Duration;
import java.util.Optional;

/** Coming back with a link: exactly one of any number of tries gets what it is for. */
public final class LinkRedemption {
    private final LinkStore store;
    private final GuardStore guard;
    private final Budget budget;
    private final Links links;
    private final Sessions sessions;
    private final HashPool pool;
    private final MailSender mail;

    public LinkRedemption(
            LinkStore store,
            GuardStore guard,
            Budget budget,
            Links links,
            Sessions sessions,
            HashPool pool,
            MailSender mail) {
        this.store = store;
        this.guard = guard;
        this.budget = budget;
        this.links = links;
        this.sessions = sessions;
        this.pool = pool;
        this.mail = mail;
    }

    /** Signs in; empty if anything about the link is wrong. */
    public Optional<Bearer> signIn(Caller caller, long customerId, String token) {
        Sessions.Opening opening = sessions.openingWithLink();
        long portal = caller.portal().id();
        return switch (store.redeemSignIn(portal, customerId, token, opening.session(), caller.origin())) {
            case NO_LINK -> Optional.empty();
            case SIGNED_IN -> Optional.of(sessions.bearer(opening, portal, customerId));
            case SIGNED_IN_AND_TOLD -> {
                mail.nudge();
                yield Optional.of(sessions.bearer(opening, portal, customerId));
            }
        };
    }

    /** Sets a new password that the policy has accepted; false if anything about the link is wrong. */
    public boolean reset(Caller caller, long customerId, String token, Secret password) {
        long portal = caller.portal().id();
        if (!store.fits(LinkPurpose.RESET, portal, customerId, token)) { // a hash is too dear for an invented token
            return false;
        }
        boolean done = store.redeemReset(portal, customerId, token, pool.hash(password), caller.origin());
        if (done) {
            mail.nudge();
        }
        return done;
    }

    /** How a change of address ended. */
    public sealed interface Change {
        /** Both addresses are told. */
        record Done() implements Change {}

        /** Something about the link, or the current address, doesn't fit: nothing was consumed. */
        record NoLink() implements Change {}

        /** Somebody has the new address: nothing was consumed. */
        record Taken() implements Change {}

        /** Too many; nothing was looked at. */
        record Throttled(Duration retryAfter) implements Change {}
    }

    /** Changes the address. It mails to the new one and tells whether somebody has it: so it takes the permits of both. */
    public Change changeEmail(Caller caller, long customerId, String token, EmailAddress current, EmailAddress wanted) {
        if (guard.acquire(budget.mailAndLookUp(caller, wanted.login()))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Change.Throttled(retryAfter);
        }
        long portal = caller.portal().id();
        Link verification = links.verification(portal, customerId, wanted);
        return switch (store.redeemChange(portal, token, current, verification, caller.origin())) {
            case DONE -> {
                mail.nudge();
                yield new Change.Done();
            }
            case NO_LINK -> new Change.NoLink();
            case TAKEN -> new Change.Taken();
        };
    }

    /** Whether a verification link would be redeemed, without redeeming it. */
    public boolean verifies(long customerId, String token) {
        return store.verifies(customerId, token);
    }

    /** Verifies an address; false if anything about the link is wrong. */
    public boolean verify(long customerId, String token) {
        return store.redeemVerification(customerId, token);
    }
}
