package io.vestibule.diagnosis;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import io.vestibule.guard.LimitKey;
import io.vestibule.http.Outcome;
import io.vestibule.http.RecentRefusals;
import io.vestibule.http.Refusal;
import io.vestibule.http.Requester;
import io.vestibule.operator.PortalScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a request left, by its id: events of the audit, and what this node still knows of one that was refused before anything was decided. */
final class RequestDiagnosis {
    private static final String KIND = "a request's id";
    /** Callers may choose an id of this shape. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    /** Those that we choose ourselves. */
    private static final Pattern OURS = Pattern.compile("[89a-f][0-9a-f]{15}");

    private static final int MOST_EVENTS = 50;

    private final AuditStore audit;
    private final RecentRefusals refusals;
    private final CustomerFindings customers;
    private final LimitFindings limits;

    RequestDiagnosis(AuditStore audit, RecentRefusals refusals, CustomerFindings customers, LimitFindings limits) {
        this.audit = audit;
        this.refusals = refusals;
        this.customers = customers;
        this.limits = limits;
    }

    /** Says why; empty where nothing is known of such a request. */
    Optional<Diagnosis> of(String text, PortalScope scope) {
        if (!ID.matcher(text).matches()) {
            return Optional.empty();
        }
        List<AuditEvent> events =
                audit.latest(new AuditSearch(scope.ids(), null, List.of(), text, null, null, null, MOST_EVENTS));
        List<Finding> findings = Stream.concat(
                        refusals.of(text).stream()
                                .filter(one -> theirs(one, scope))
                                .map(this::finding),
                        events.stream().map(RequestDiagnosis::finding))
                .toList();
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        Diagnosis diagnosis = new Diagnosis(KIND, findings, List.of(), events);
        List<Long> about = events.stream()
                .map(AuditEvent::customer)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        for (long customer : about) {
            diagnosis = diagnosis.about(customer, customers.of(customer), events);
        }
        return Optional.of(diagnosis);
    }

    /** What it means that nothing is known of an id of ours; empty for any other text. */
    static Optional<Diagnosis> unknown(String text) {
        return OURS.matcher(text).matches()
                ? Optional.of(Diagnosis.of(
                        KIND,
                        Finding.note(
                                "It left no event, and is none of the last " + RecentRefusals.MOST
                                        + " requests that this node refused. Those leave none that only read, or were refused before"
                                        + " anything was decided: by a limit (429), for a URL, an origin or a form.",
                                "Ask for it at the node that answered it, or look for it in the log of the node."),
                        Finding.note("A request of a portal that isn't yours is told as one that left nothing.", null)))
                : Optional.empty();
    }

    private static boolean theirs(Refusal refusal, PortalScope scope) {
        Requester requester = refusal.requester();
        return requester == null ? scope.all() : scope.covers(requester.portal());
    }

    private static Finding finding(AuditEvent event) {
        boolean refused = event.event().matches(".*_(fail|lock|refused|reuse|undelivered)");
        return new Finding(
                refused ? Finding.Verdict.REFUSED : Finding.Verdict.NOTE,
                "The request left the event " + event.event() + detail(event) + ".",
                event.at(),
                null,
                null,
                null,
                refused ? "What holds for the customer now stands below, where it is about one." : null);
    }

    private static String detail(AuditEvent event) {
        String detail = event.detail().toString();
        return detail.equals("{}") ? "" : " " + detail;
    }

    private Finding finding(Refusal refusal) {
        Requester requester = refusal.requester();
        String call = refusal.method() + " " + refusal.route() + " was answered " + refusal.status()
                + (requester == null ? "." : " (portal " + requester.portal() + ").");
        List<LimitKey> asked = refusal.limits() == null ? List.of() : LimitKey.read(refusal.limits());
        boolean limited = refusal.outcome() == Outcome.LIMITED && !asked.isEmpty();
        List<String> sentences = new ArrayList<>();
        sentences.add((limited ? "A limit refused it: " : "It was refused: ") + call);
        if (refusal.told() != null) {
            sentences.add("The caller was told: " + refusal.told());
        }
        if (limited) {
            sentences.add(limits.now(asked));
        }
        return new Finding(
                Finding.Verdict.REFUSED,
                String.join(" ", sentences),
                refusal.at(),
                null,
                null,
                limited
                        ? asked.stream()
                                .map(one -> LimitFindings.rule(one.limit()))
                                .collect(Collectors.joining("; ", "the first that was full of: ", ""))
                        : null,
                "Only this node knows of it, among the last " + RecentRefusals.MOST + " that it refused.");
    }
}
