package io.vestibule.diagnosis;

import io.vestibule.audit.AuditEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at something.
 *
 * @param kind      what it was taken for
 * @param customers whom it is about
 * @param events    what the audit has about it, the latest first
 */
public record Diagnosis(String kind, List<Finding> findings, List<Long> customers, List<AuditEvent> events) {
    public Diagnosis {
        findings = List.copyOf(findings);
        customers = List.copyOf(customers);
        events = List.copyOf(events);
    }

    static Diagnosis of(String kind, Finding... findings) {
        return new Diagnosis(kind, List.of(findings), List.of(), List.of());
    }

    /** The same about a customer, with what else is known of them. */
    Diagnosis about(long customer, List<Finding> more, List<AuditEvent> theirs) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        List<Long> both = new ArrayList<>(customers);
        both.add(customer);
        return new Diagnosis(kind, all, both, theirs);
    }

    /** Whether anything was found that refuses it. */
    public boolean refused() {
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.REFUSED);
    }

    /** The one customer that it is about; null for none or several. */
    public @Nullable Long customer() {
        return customers.size() == 1 ? customers.getFirst() : null;
    }
}
