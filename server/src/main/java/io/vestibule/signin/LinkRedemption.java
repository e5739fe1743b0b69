package io.vestibule.signin;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Network;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.mail.MailSender;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Coming back with a link that is no sign-in: exactly one of any number of tries gets what it is for. */
public final class LinkRedemption {
    private final LinkStore store;
    private final LinkRedemptionStore redemptions;
    private final HashPool pool;
    private final MailSender mail;

    public LinkRedemption(LinkStore store, LinkRedemptionStore redemptions, HashPool pool, MailSender mail) {
        this.store = store;
        this.redemptions = redemptions;
        this.pool = pool;
        this.mail = mail;
    }

    /** Sets a new password that the policy has accepted; false if anything about the link is wrong. */
    public boolean reset(Caller caller, long customerId, String token, Secret password) {
        long portal = caller.portal().id();
        try (HashPool.Place place = pool.reserve()) {
            // A hash is too expensive for an invented token
            return store.fits(LinkPurpose.RESET, portal, customerId, token)
                    && reset(portal, customerId, token, place.hash(password), caller.auditContext());
        }
    }

    /** Whose password a reset link would set, whatever the portal, without redeeming it; empty if anything about it is wrong. */
    public Optional<LinkStore.Owner> resetOwner(long customerId, String token) {
        return store.owner(LinkPurpose.RESET, customerId, token);
    }

    /** What they sign in with, whose password a reset link of the portal would set; nothing if anything about the link is wrong. */
    public List<String> logins(Caller caller, long customerId, String token) {
        return resetOwner(customerId, token)
                .filter(owner -> owner.portalId() == caller.portal().id())
                .map(LinkStore.Owner::logins)
                .orElse(List.of());
    }

    /** The same as {@link #reset} on our own page, which belongs to every portal; for the owner that {@link #resetOwner} gave. */
    public boolean resetHere(
            LinkStore.Owner owner, long customerId, String token, Secret password, Network network, String request) {
        AuditContext context = onOurPage(owner.portalId(), network, request);
        try (HashPool.Place place = pool.reserve()) {
            return reset(owner.portalId(), customerId, token, place.hash(password), context);
        }
    }

    private boolean reset(long portal, long customerId, String token, String hash, AuditContext context) {
        boolean done = redemptions.reset(portal, customerId, token, hash, context);
        if (done) {
            mail.nudge();
        }
        return done;
    }

    /** Whom a sign-in link would sign in, whatever the portal, without redeeming it; empty if anything about it is wrong. */
    public Optional<LinkStore.Owner> signInOwner(long customerId, String token) {
        return store.owner(LinkPurpose.SIGN_IN, customerId, token);
    }

    /** Whose address a link would verify, without redeeming it; empty if anything about it is wrong. */
    public Optional<LinkStore.Owner> verificationOwner(long customerId, String token) {
        return store.owner(LinkPurpose.VERIFY, customerId, token);
    }

    /** Verifies an address; false if anything about the link is wrong. */
    public boolean verify(long customerId, String token, Network network, String request) {
        return redemptions.verify(customerId, token, onOurPage(null, network, request));
    }

    private static AuditContext onOurPage(@Nullable Long portal, Network network, String request) {
        return new AuditContext(Actor.CUSTOMER, null, portal, null, network.text(), request);
    }
}
