package io.vestibule.signin;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EmailAddress;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Network;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import io.vestibule.mail.MailSender;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.upstream.UpstreamLookUp;
import io.vestibule.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Coming back with a link that is no sign-in: exactly one of any number of tries gets what it is for. */
public final class LinkRedemption {
    private final LinkStore store;
    private final LinkRedemptionStore redemptions;
    private final GuardStore guard;
    private final RateLimits limits;
    private final Links links;
    private final HashPool pool;
    private final MailSender mail;
    private final UpstreamLookUp upstream;

    public LinkRedemption(
            LinkStore store,
            LinkRedemptionStore redemptions,
            GuardStore guard,
            RateLimits limits,
            Links links,
            HashPool pool,
            MailSender mail,
            UpstreamLookUp upstream) {
        this.store = store;
        this.redemptions = redemptions;
        this.guard = guard;
        this.limits = limits;
        this.links = links;
        this.pool = pool;
        this.mail = mail;
        this.upstream = upstream;
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

    /** How a change of address ended. */
    public sealed interface Change {
        /** Both addresses are told. */
        record Done() implements Change {}

        /** Something about the link, or the current address, doesn't fit: nothing was consumed. */
        record NoLink() implements Change {}

        /** Somebody has the new address, here or at the portal's upstream: nothing was consumed. */
        record Taken() implements Change {}

        /** Too many; nothing was looked at. */
        record Throttled(Duration retryAfter) implements Change {}
    }

    /** Changes the address. It tells whether somebody has the new one, and mails to it if nobody has. */
    public Change changeEmail(Caller caller, long customerId, String token, EmailAddress current, EmailAddress wanted) {
        if (guard.acquire(limits.addressChange(caller, wanted.login()))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Change.Throttled(retryAfter);
        }
        long portal = caller.portal().id();
        if (Upstreams.has(caller.portal())
                && store.fits(LinkPurpose.CHANGE_EMAIL, portal, customerId, token) // nobody else is told
                && upstream.holds(caller, wanted.login())) {
            return new Change.Taken();
        }
        Link verification = links.verification(portal, customerId, wanted);
        Change change = redemptions.changeAddress(
                portal, token, current, verification, limits.mailTo(caller, wanted.login()), caller.auditContext());
        if (change instanceof Change.Done) {
            mail.nudge();
        }
        return change;
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
