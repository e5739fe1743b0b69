package io.vestibule.diagnosis;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import io.vestibule.customer.LoginName;
import io.vestibule.diagnosis.DiagnosisStore.Owner;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import io.vestibule.http.RecentRefusals;
import io.vestibule.operator.PortalScope;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.session.RefreshToken;
import io.vestibule.session.SigningKeys;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes what somebody was refused with for what it looks like, and says why. */
public final class Diagnoses {
    /** Longer than any of these. */
    public static final int LONGEST = 4000;

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final Pattern LINK = Pattern.compile("(?:.*/)?([0-9]{1,18})/([A-Za-z0-9_-]{43})/?(?:[?#].*)?");
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    private static final int MOST_PORTALS = 100;
    private static final int MOST_EVENTS = 50; // of a portal: where a login may have been tried from

    private final DiagnosisStore store;
    private final CustomerFindings customers;
    private final PortalAdministrationStore portals;
    private final AuditStore audit;
    private final Lockout lockout;
    private final UrlDiagnosis urls;
    private final TokenDiagnosis tokens;
    private final RequestDiagnosis requests;
    private final LimitFindings limits;

    /** What is read for it. */
    public record Sources(
            DiagnosisStore store,
            CustomerFindings customers,
            PortalAdministrationStore portals,
            AuditStore audit,
            Lockout lockout,
            SigningKeys signing,
            RateLimiter limits,
            RecentRefusals refusals) {}

    public Diagnoses(Sources sources, MasterKey keys, Clock clock, boolean testMode) {
        this.store = sources.store();
        this.customers = sources.customers();
        this.portals = sources.portals();
        this.audit = sources.audit();
        this.lockout = sources.lockout();
        this.urls = new UrlDiagnosis(store, testMode);
        this.tokens = new TokenDiagnosis(store, customers, sources.signing(), keys, clock);
        this.limits = new LimitFindings(store, sources.limits());
        this.requests = new RequestDiagnosis(audit, sources.refusals(), customers, limits);
    }

    /**
     * Says why.
     *
     * @param typed a URL, a mailed link, an access or refresh token, a request's id, or what a customer signs in with
     * @param scope the portals that it may be about
     */
    public Diagnosis of(Secret typed, PortalScope scope) {
        String text = typed.reveal().strip();
        String bare = text.replaceFirst("(?i)^Bearer +", "");
        if (JWT.matcher(bare).matches() && bare.startsWith("ey")) {
            return tokens.accessToken(bare, scope);
        }
        Optional<RefreshToken> refresh = tokens.refreshToken(bare);
        if (refresh.isPresent()) {
            return tokens.refreshToken(refresh.get(), scope);
        }
        Matcher link = LINK.matcher(text);
        if (link.matches()) {
            return tokens.link(Long.parseLong(link.group(1)), link.group(2), scope);
        }
        if (URL.matcher(text).matches()) {
            Asked asked = asked(scope);
            return urls.of(text, asked.portals(), asked.all());
        }
        Optional<Diagnosis> request = requests.of(text, scope);
        if (request.isPresent()) {
            return request.get();
        }
        return login(text, scope);
    }

    /** The first portals of a scope, and whether they are all. */
    private record Asked(List<Portal> portals, boolean all) {}

    private Asked asked(PortalScope scope) {
        List<Portal> found = portals.portals(0, MOST_PORTALS + 1, scope.ids());
        return found.size() <= MOST_PORTALS ? new Asked(found, true) : new Asked(found.subList(0, MOST_PORTALS), false);
    }

    private Diagnosis login(String text, PortalScope scope) {
        LoginName login = LoginName.of(text);
        List<Owner> owners = store.owners(login.value(), scope);
        if (owners.isEmpty()) {
            return RequestDiagnosis.unknown(text).orElseGet(() -> nobody(login, scope));
        }
        Diagnosis diagnosis = new Diagnosis("what a customer signs in with", List.of(), List.of(), List.of());
        List<AuditEvent> events = new ArrayList<>();
        for (Owner owner : owners) {
            events.addAll(customers.events(owner.customerId()));
            List<Finding> findings = new ArrayList<>();
            if (owners.size() > 1) {
                findings.add(Finding.note("In portal " + owner.portalId() + ":", null));
            }
            List<Finding> full = limits.of(owner.portalId(), login.value(), tried(owner.portalId(), events));
            findings.addAll(customers.of(owner.customerId(), full));
            diagnosis = diagnosis.about(owner.customerId(), findings, events);
        }
        return diagnosis;
    }

    /** Events that tell from where a login may have been tried: these, and the latest of the portal. */
    private List<AuditEvent> tried(long portal, List<AuditEvent> events) {
        return Stream.concat(
                        events.stream(),
                        audit
                                .latest(new AuditSearch(
                                        List.of(portal), null, List.of(), null, null, null, null, MOST_EVENTS))
                                .stream())
                .toList();
    }

    private Diagnosis nobody(LoginName login, PortalScope scope) {
        List<Finding> findings = new ArrayList<>();
        Asked asked = asked(scope);
        findings.add(Finding.refused(
                "Nobody signs in with it in "
                        + (asked.portals().size() == 1
                                ? "portal " + asked.portals().getFirst().id()
                                : "any of these portals")
                        + ", and no request has it as its id. Whoever tries is answered as if the password were wrong.",
                "Look for the customer by name or phone: they may have another address, or a typo in it. A request without an event in the"
                        + " audit is found in the log."));
        if (!asked.all()) {
            findings.add(Finding.note(
                    "For counted failures, and for systems that customers come from, only the first " + MOST_PORTALS
                            + " portals were asked.",
                    "Choose the portal to ask it."));
        }
        for (Portal portal : asked.portals()) {
            store.upstream(portal.id())
                    .ifPresent(upstream -> findings.add(customers.of(
                            upstream, "Portal " + portal.id() + " comes from a system that may know them")));
            store.failures(lockout.unknown(portal.id(), login.value()))
                    .ifPresent(failures -> findings.add(customers.of(
                            failures,
                            "Wait until then: nobody has this login, so that nobody can be unlocked. Whoever should have it needs it added"
                                    + " to their account.")));
        }
        if (asked.portals().size() == 1) {
            long portal = asked.portals().getFirst().id();
            findings.addAll(limits.of(portal, login.value(), tried(portal, List.of())));
        }
        return new Diagnosis("what a customer signs in with, or a request's id", findings, List.of(), List.of());
    }
}
