package io.vestibule.session;

import io.vestibule.customer.Customer;
import io.vestibule.portal.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sessions that customers' browsers have on our own pages, by a cookie. */
public final class BrowserSessions {
    private final BrowserSessionStore store;
    private final ActAsSessionStore acting;
    private final Runnable signedOut;

    /** @param signedOut is told that somebody has signed out; must not wait */
    public BrowserSessions(BrowserSessionStore store, ActAsSessionStore acting, Runnable signedOut) {
        this.store = store;
        this.acting = acting;
        this.signedOut = signedOut;
    }

    /**
     * Who is signed in.
     *
     * @param amr    how they proved who they are: RFC 8176's words, and {@code link} for a mailed link
     * @param recent whether they did so less than five minutes ago
     */
    public record Found(Customer customer, UUID session, List<String> amr, boolean recent) {
        public Found {
            amr = List.copyOf(amr);
        }

        /** Whether the password was used for it just now, and the second factor beside it where one is on. */
        public boolean passwordJustUsed() {
            return recent && amr.contains("pwd") && (!customer.secondFactor() || amr.contains("mfa"));
        }

        /** The customer in this session. */
        public Sessions.SignedIn signedIn() {
            return new Sessions.SignedIn(customer, session);
        }
    }

    /**
     * Who has the cookie at this moment; empty if the session is over, the customer disabled, or it is an operator who acts for them.
     *
     * @param cookie the value of the {@link BrowserCookie}
     */
    public Optional<Found> find(long portalId, String cookie) {
        return store.find(portalId, cookie);
    }

    /** Who acts for whom by the cookie at this moment; empty for a customer's own. */
    public Optional<ActAsSession> acting(long portalId, String cookie) {
        return ActAsSession.isCookie(cookie) ? acting.find(portalId, cookie) : Optional.empty();
    }

    /** Whose session it is at this moment, whether they have the cookie or an operator who acts for them. */
    public Optional<Found> findOrActing(long portalId, String cookie) {
        return ActAsSession.isCookie(cookie)
                ? acting.find(portalId, cookie).map(ActAsSession::found)
                : store.find(portalId, cookie);
    }

    /** When operators acted for a customer, the latest first. */
    public List<Instant> timesActedFor(long customerId) {
        return acting.history(customerId);
    }

    /** Signs out: ends the session at once, and what applications were granted in it; false if it is over already. */
    public boolean end(Caller caller, String cookie) {
        long portal = caller.portal().id();
        boolean ended = ActAsSession.isCookie(cookie)
                ? acting.end(portal, cookie, caller.auditContext())
                : store.end(portal, cookie, caller.auditContext());
        if (ended) {
            signedOut.run();
        }
        return ended;
    }
}
