package io.vestibule.command;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerRecord;
import io.vestibule.guard.GuardStore;
import io.vestibule.json.Json;
import io.vestibule.passkey.Passkey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code customer show} prints. */
final class CustomerSheet {
    private CustomerSheet() {}

    static void print(CustomerAdministration.Details details, Terminal terminal) {
        CustomerRecord record = details.record();
        Customer customer = record.customer();
        List<Passkey> passkeys = details.passkeys();
        Table table = Table.ofFields()
                .row("id", customer.id())
                .row("portal", customer.portalId())
                .row("account", customer.accountId() + (customer.primary() ? " (primary)" : ""))
                .row("email", or(customer.email(), "none"))
                .row("email verified", when(record.verifiedAt(), "no"))
                .row("username", or(customer.username(), "none"))
                .row("password", record.passwordOrigin() == null ? "none" : "set (" + record.passwordOrigin() + ")")
                .row("second factor", factor(record.secondFactorAt()))
                .row("passkeys", passkeys.isEmpty() ? "none" : passkeys.size())
                .row("disabled", when(record.disabledAt(), "no"))
                .row("locked", locked(details.failures()))
                .row("sessions", record.sessions())
                .row("language", or(customer.language(), "the portal's"))
                .row("created", when(customer.createdAt(), ""))
                .row("changed", when(record.updatedAt(), ""));
        passkeys.forEach(passkey -> table.row("passkey " + passkey.id(), shown(passkey)));
        customer.profile().attributes().fields().forEach((name, value) -> table.row(name, text(value)));
        table.print(terminal);
    }

    private static String shown(Passkey passkey) {
        return or(passkey.name(), "no name") + ", for " + passkey.site() + ", since " + when(passkey.created(), "")
                + ", last used " + when(passkey.lastUsed(), "never");
    }

    private static String factor(@Nullable Instant since) {
        return since == null ? "off" : "on since " + when(since, "");
    }

    private static String locked(GuardStore.@Nullable Failures failures) {
        if (failures == null) {
            return "no";
        }
        String counted = failures.count() + " failed sign-ins, the last at " + when(failures.last(), "");
        Instant until = failures.lockedUntil();
        return until != null && until.isAfter(Instant.now())
                ? "until " + when(until, "") + ": " + counted
                : "no: " + counted;
    }

    private static String when(@Nullable Instant moment, String otherwise) {
        return moment == null
                ? otherwise
                : moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static String text(Json value) {
        return value instanceof Json.Text(String text) ? text : value.toString();
    }
}
