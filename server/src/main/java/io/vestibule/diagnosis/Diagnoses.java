package io.vestibule.diagnosis;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import io.vestibule.customer.LoginName;
import io.vestibule.diagnosis.DiagnosisStore.Owner;
import io.vestibule.guard.Lockout;
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

/** Takes what somebody was refused with for what it looks like, and says why. */
public final class Diagnoses {
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final Pattern LINK = Pattern.compile("(?:.*/)?([0-9]{1,18})/([A-Za-z0-9_-]{43})/?(?:[?#].*)?");
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final int MOST_PORTALS = 100;
    private static final int MOST_EVENTS = 50;

    private final DiagnosisStore store;
    private final CustomerFindings customers;
    private final PortalAdministrationStore portals;
    private final AuditStore audit;
    private final Lockout lockout;
    private final UrlDiagnosis urls;
    private final TokenDiagnosis tokens;

    /** What is read for it. */
    public record Sources(
            DiagnosisStore store,
            CustomerFindings customers,
            PortalAdministrationStore portals,
            AuditStore audit,
            Lockout lockout,
            SigningKeys signing) {}

    public Diagnoses(Sources sources, MasterKey keys, Clock clock, boolean testMode) {
        this.store = sources.store();
        this.customers = sources.customers();
        this.portals = sources.portals();
        this.audit = sources.audit();
        this.lockout = sources.lockout();
        this.urls = new UrlDiagnosis(store, testMode);
        this.tokens = new TokenDiagnosis(store, customers, sources.signing(), keys, clock);
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
        if (!text.contains("@") && REQUEST.matcher(text).matches()) {
            List<AuditEvent> events = audit.latest(ofRequest(text, scope));
            if (!events.isEmpty()) {
                return request(events);
            }
        }
        return login(text, scope);
    }

    /** The first portals of a scope, and whether they are all. */
    private record Asked(List<Portal> portals, boolean all) {}

    private Asked asked(PortalScope scope) {
        List<Portal> found = portals.portals(0, MOST_PORTALS + 1, scope.ids());
        return found.size() <= MOST_PORTALS ? new Asked(found, true) : new Asked(found.subList(0, MOST_PORTALS), false);
    }

    private static AuditSearch ofRequest(String id, PortalScope scope) {
        return new AuditSearch(scope.ids(), null, List.of(), id, null, null, null, MOST_EVENTS);
    }

    private Diagnosis request(List<AuditEvent> events) {
        List<Finding> findings = new ArrayList<>();
        for (AuditEvent event : events) {
            boolean refused = event.event().matches(".*_(fail|lock|refused|reuse|undelivered)");
            findings.add(new Finding(
                    refused ? Finding.Verdict.REFUSED : Finding.Verdict.NOTE,
                    "The request left the event " + event.event() + detail(event) + ".",
                    event.at(),
                    null,
                    null,
                    null,
                    refused ? "What holds for the customer now stands below, where it is about one." : null));
        }
        Diagnosis diagnosis = new Diagnosis("a request's id", findings, List.of(), events);
        List<Long> about = events.stream()
                .flatMap(event -> Optional.ofNullable(event.customer()).stream())
                .distinct()
                .toList();
        for (long customer : about) {
            diagnosis = diagnosis.about(customer, customers.of(customer), events);
        }
        return diagnosis;
    }

    private static String detail(AuditEvent event) {
        String detail = event.detail().toString();
        return detail.equals("{}") ? "" : " " + detail;
    }

    private Diagnosis login(String text, PortalScope scope) {
        LoginName login = LoginName.of(text);
        List<Owner> owners = store.owners(login.value(), scope);
        if (owners.isEmpty()) {
            return nobody(login, scope);
        }
        Diagnosis diagnosis = new Diagnosis("what a customer signs in with", List.of(), List.of(), List.of());
        List<AuditEvent> events = new ArrayList<>();
        for (Owner owner : owners) {
            events.addAll(customers.events(owner.customerId()));
            List<Finding> findings = new ArrayList<>();
            if (owners.size() > 1) {
                findings.add(Finding.note("In portal " + owner.portalId() + ":", null));
            }
            findings.addAll(customers.of(owner.customerId()));
            diagnosis = diagnosis.about(owner.customerId(), findings, events);
        }
        return diagnosis;
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
                    .ifPresent(failures -> findings.add(customers.of(failures)));
        }
        return new Diagnosis("what a customer signs in with, or a request's id", findings, List.of(), List.of());
    }
}
