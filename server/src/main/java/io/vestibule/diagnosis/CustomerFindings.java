package io.vestibule.diagnosis;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerRecord;
import io.vestibule.diagnosis.DiagnosisStore.Upstream;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.GuardStore.Failures;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps a customer from signing in, and what mail from reaching them. */
public final class CustomerFindings {
    private static final int EVENTS = 20;

    private final CustomerAdministrationStore customers;
    private final GuardStore guard;
    private final AuditStore audit;
    private final DiagnosisStore store;
    private final Lockout lockout;
    private final LimitFindings limits;

    public CustomerFindings(
            CustomerAdministrationStore customers,
            GuardStore guard,
            AuditStore audit,
            DiagnosisStore store,
            Lockout lockout,
            RateLimiter limits) {
        this.customers = customers;
        this.guard = guard;
        this.audit = audit;
        this.store = store;
        this.lockout = lockout;
        this.limits = new LimitFindings(store, limits);
    }

    /** The latest events of a customer. */
    List<AuditEvent> events(long customer) {
        return audit.latest(AuditSearch.ofCustomer(customer, EVENTS));
    }

    /** What bears on a customer's sign-in; empty if there is no such customer. */
    List<Finding> of(long customer) {
        return of(customer, List.of());
    }

    /** The same, with what else was found that bears on it. */
    List<Finding> of(long customer, List<Finding> more) {
        return customers.record(customer).map(record -> of(record, more)).orElse(more);
    }

    private List<Finding> of(CustomerRecord record, List<Finding> more) {
        Customer customer = record.customer();
        List<Finding> findings = new ArrayList<>(more);
        if (customer.disabled()) {
            findings.add(Finding.refused(
                    "They are disabled: whatever they sign in with is refused, and no link is mailed.",
                    record.disabledAt(),
                    null,
                    "Enable them on their page, if that is right."));
        }
        guard.failures(customer.id())
                .ifPresent(failures -> findings.add(of(failures, "Unlock them on their page, or wait.")));
        if (record.passwordOrigin() == null) {
            findings.add(store.asked(customer.id())
                    .map(upstream ->
                            of(upstream, "Their password is known to the system alone that their portal comes from"))
                    .orElseGet(() -> Finding.note(
                            "They have no password, so that any is refused. Links and passkeys work.",
                            "Mail them a link to set one, on their page.")));
        } else if (customer.temporaryPassword()) {
            findings.add(Finding.note(
                    "Their password is a temporary one: a sign-in with it leads to a link by which they choose another.",
                    null));
        }
        if (customer.secondFactor()) {
            findings.add(Finding.noteSince(
                    "A second factor is asked for: their password alone doesn't sign them in.",
                    record.secondFactorAt(),
                    null));
        }
        customer.address()
                .ifPresent(address -> limits.ofMail(
                                customer.portalId(), address.login().value())
                        .ifPresent(findings::add));
        if (findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.REFUSED)) {
            findings.addFirst(Finding.good("Nothing keeps them from signing in at this moment."));
        }
        return findings;
    }

    /** Of an upstream that is asked for somebody. */
    Finding of(Upstream upstream, String who) {
        return Finding.note(
                who + " (" + upstream.kind() + "): it is asked when they sign in."
                        + (upstream.faultAt() == null ? "" : " Its last fault: " + upstream.fault() + "."),
                upstream.faultAt(),
                "Ask it who has the login: /console/portals/" + upstream.portalId() + "/upstream.");
    }

    /**
     * Of failed sign-ins that were counted.
     *
     * @param advice what to do about a lock
     */
    Finding of(Failures failures, String advice) {
        Instant until = failures.lockedUntil();
        String rule = "lock after " + lockout.attempts() + " failures for " + text(lockout.duration())
                + " (VESTIBULE_LOCK_ATTEMPTS, VESTIBULE_LOCK_DURATION)";
        if (until != null && until.isAfter(Instant.now())) {
            return new Finding(
                    Finding.Verdict.REFUSED,
                    "Locked after " + failures.count() + " failed sign-ins: even the right password is refused.",
                    null,
                    failures.last(),
                    until,
                    rule,
                    advice);
        }
        String failed = failures.count() == 1 ? "A sign-in has" : failures.count() + " sign-ins have";
        return Finding.noteSince(failed + " failed lately. That is no lock.", failures.last(), rule);
    }

    static String text(@Nullable Duration duration) {
        long seconds = duration == null ? 0 : Math.max(1, duration.toSeconds());
        return seconds % 3600 == 0
                ? seconds / 3600 + " h"
                : seconds >= 120 ? (seconds + 59) / 60 + " minutes" : seconds + " seconds";
    }
}
