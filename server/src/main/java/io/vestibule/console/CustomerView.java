package io.vestibule.console;

import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.administration.CustomerData;
import io.vestibule.audit.AuditEvent;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerRecord;
import io.vestibule.guard.GuardStore.Failures;
import io.vestibule.json.Json;
import io.vestibule.link.LinkAdministrationStore;
import io.vestibule.mail.OutboxAdministrationStore;
import io.vestibule.oauth.AuthorizationStore;
import io.vestibule.session.OpenSession;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a page shows of a customer.
 *
 * @param may    what the operator may do about them now
 * @param older  the id before which the rest of the events is; null where all are shown
 * @param change whether they may change what they are called and what is known of them
 * @param done   what was just done; null for nothing
 */
public record CustomerView(
        Layout layout,
        Details details,
        List<CustomerAction> may,
        CustomerData.Factors factors,
        TruncatedList<OpenSession> sessions,
        List<AuthorizationStore.Consent> consents,
        TruncatedList<LinkAdministrationStore.Waiting> links,
        TruncatedList<OutboxAdministrationStore.Mail> mail,
        List<AuditEvent> events,
        @Nullable Long older,
        boolean change,
        @Nullable String done) {

    public CustomerRecord record() {
        return details.record();
    }

    public Customer customer() {
        return record().customer();
    }

    /** What they are called. */
    public String title() {
        return title(customer());
    }

    static String title(Customer customer) {
        String name = customer.profile().fullName();
        if (!name.isBlank()) {
            return name;
        }
        if (customer.email() != null) {
            return customer.email();
        }
        return customer.username() == null ? "Customer " + customer.id() : customer.username();
    }

    /** Whether they have a password, and who set it. */
    public String password() {
        String origin = record().passwordOrigin();
        if (origin == null) {
            return "none: they sign in by link or passkey";
        }
        String by = switch (origin) {
            case "public" -> "set at registration, before the address was proven";
            case "reset" -> "set by them";
            default -> "set by an operator, an import or the portal's server";
        };
        return customer().temporaryPassword() ? by + "; temporary" : by;
    }

    /** Until when a lock holds; null where none does. */
    public @Nullable Instant lockedUntil() {
        Failures failures = details.failures();
        Instant until = failures == null ? null : failures.lockedUntil();
        return until != null && until.isAfter(Instant.now()) ? until : null;
    }

    /** The attributes of the profile, by name. */
    public Map<String, String> profile() {
        Map<String, String> shown = new LinkedHashMap<>();
        customer().profile().attributes().fields().forEach((name, value) -> shown.put(name, text(value)));
        return shown;
    }

    /** A choice by its name. */
    private static String text(Json value) {
        return switch (value) {
            case Json.Text(String text) -> text;
            case Json.Object object
            when object.text("name").isPresent() -> object.text("name").get();
            default -> value.toString();
        };
    }

    /** The address of a page about them. */
    public String to(String path) {
        return layout.at("/console/customers/" + customer().id() + path);
    }

    /** The address of the page that asks before an action is done. */
    public String to(CustomerAction action) {
        return layout.at(CustomerAction.path(customer().id(), action));
    }

    public boolean may(CustomerAction action) {
        return may.contains(action);
    }
}
