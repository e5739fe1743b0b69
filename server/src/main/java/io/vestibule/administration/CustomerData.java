package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.link.LinkAdministrationStore;
import io.vestibule.mail.OutboxAdministrationStore;
import io.vestibule.oauth.AuthorizationStore;
import io.vestibule.oauth.GrantStore;
import io.vestibule.passkey.Passkey;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.session.OpenSession;
import io.vestibule.session.SessionStore;
import io.vestibule.upstream.UpstreamStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a customer has: sessions, second factors, passkeys, consents, links, mail, and their part of the audit. */
public final class CustomerData {
    /** As many as anybody reads in a list. */
    public static final int SHOWN = 200;

    public static final int ALL = Integer.MAX_VALUE;
    private static final int PAGE = 1000;

    private final SessionStore sessions;
    private final EnrolmentStore factors;
    private final PasskeyStore passkeys;
    private final AuthorizationStore authorizations;
    private final GrantStore grants;
    private final LinkAdministrationStore links;
    private final OutboxAdministrationStore mail;
    private final UpstreamStore upstreams;
    private final AuditStore audit;

    public CustomerData(
            SessionStore sessions,
            EnrolmentStore factors,
            PasskeyStore passkeys,
            AuthorizationStore authorizations,
            GrantStore grants,
            LinkAdministrationStore links,
            OutboxAdministrationStore mail,
            UpstreamStore upstreams,
            AuditStore audit) {
        this.sessions = sessions;
        this.factors = factors;
        this.passkeys = passkeys;
        this.authorizations = authorizations;
        this.grants = grants;
        this.links = links;
        this.mail = mail;
        this.upstreams = upstreams;
        this.audit = audit;
    }

    /**
     * A customer's second factor.
     *
     * @param totp          whether an app is set up
     * @param recoveryCodes how many are left
     * @param since         since when a second factor is asked for; null: it isn't
     */
    public record Factors(
            boolean totp, long recoveryCodes, @Nullable Instant since) {}

    /** The sessions that are alive, the newest first, at most so many. */
    public List<OpenSession> sessions(long customer, int limit) {
        return sessions(customer, null, limit);
    }

    /** The same behind one; null for the first. */
    public List<OpenSession> sessions(long customer, OpenSession.@Nullable After after, int limit) {
        return sessions.open(customer, after, limit);
    }

    /** Ends one session; false if there is none of that id. */
    public boolean endSession(long customer, UUID session, AuditContext context) {
        return sessions.end(session, customer, context);
    }

    /** The second factor. */
    public Factors factors(long customer) {
        EnrolmentStore.Held held = factors.held(customer);
        return new Factors(held.totp(), held.recoveryCodes(), held.since());
    }

    /** The passkeys, the oldest first. */
    public List<Passkey> passkeys(long customer) {
        return passkeys.passkeys(customer).passkeys();
    }

    /** What they agreed to, by application. */
    public List<AuthorizationStore.Consent> consents(long customer) {
        return authorizations.consents(customer);
    }

    /** Takes back what they agreed to for the application of that name, and ends all that it was granted; false if they didn't agree. */
    public boolean withdrawConsent(long customer, String client, AuditContext context) {
        Optional<AuthorizationStore.Consent> given = authorizations.consents(customer).stream()
                .filter(consent -> consent.name().equals(client))
                .findFirst();
        given.ifPresent(consent -> grants.withdrawConsent(customer, consent.clientId(), context));
        return given.isPresent();
    }

    /** What applications, the portal's own too, were granted and can still use, the latest first. */
    public List<GrantStore.Granted> grants(long customer) {
        return grants.ofCustomer(customer);
    }

    /** When they moved in from the portal's upstream; empty if they didn't. */
    public Optional<Instant> movedInAt(long customer) {
        return upstreams.movedInAt(customer);
    }

    /** Links that were mailed, and are still good, at most so many. */
    public List<LinkAdministrationStore.Waiting> links(long customer, int limit) {
        return links(customer, null, limit);
    }

    /** The same behind one; null for the first. */
    public List<LinkAdministrationStore.Waiting> links(
            long customer, LinkAdministrationStore.@Nullable After after, int limit) {
        return links.list(customer, after, limit);
    }

    /** Voids all links; how many that were. */
    public int revokeLinks(long customer, AuditContext context) {
        return links.revoke(customer, context);
    }

    /** The mails of the last 30 days, the newest first, at most so many. */
    public List<OutboxAdministrationStore.Mail> mail(long customer, int limit) {
        return mail(customer, Long.MAX_VALUE, limit);
    }

    /** The same before the one with an id. */
    public List<OutboxAdministrationStore.Mail> mail(long customer, long before, int limit) {
        return mail.ofCustomer(customer, before, limit);
    }

    /** The events that a search asks for, the newest first. */
    public List<AuditEvent> audit(AuditSearch search) {
        return audit.latest(search);
    }

    /** Every event, the newest first. */
    public List<AuditEvent> audit(long customer) {
        List<AuditEvent> all = new ArrayList<>();
        AuditSearch search = AuditSearch.ofCustomer(customer, PAGE);
        for (List<AuditEvent> page = audit.latest(search); !page.isEmpty(); page = audit.latest(search)) {
            all.addAll(page);
            search = search.before(page.getLast().id());
        }
        return all;
    }

    /** Writes that all of this was shown. */
    public void exported(long portal, long customer, AuditContext context) {
        audit.exported(portal, customer, context);
    }
}
