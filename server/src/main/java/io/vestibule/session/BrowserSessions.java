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
    private final Runnable signedOut;

    /** @param signedOut is told that somebody has signed out; must not wait */
    public BrowserSessions(BrowserSessionStore store, Runnable signedOut) {
        this.store = store;
        this.signedOut = signedOut;
    }

    /**
     * Who is signed in.
     *
     * @param amr      how they proved who they are: RFC 8176's words, and {@code link} for a mailed link
     * @param authTime when they did so last
     * @param recent   whether that was less than five minutes ago
     */
    public record Found(Customer customer, UUID session, List<String> amr, Instant authTime, boolean recent) {
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
     * Who has the cookie at this moment; empty if the session is over or the customer disabled.
     *
     * @param cookie the value of the {@link BrowserCookie}
     */
    public Optional<Found> find(long portalId, String cookie) {
        return store.find(portalId, cookie);
    }

    /** Signs out: ends the session at once, and what applications were granted in it; false if it is over already. */
    public boolean end(Caller caller, String cookie) {
        boolean ended = store.end(caller.portal().id(), cookie, caller.auditContext());
        if (ended) {
            signedOut.run();
        }
        return ended;
    }
}
