package io.vestibule.console;

import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.ApiKeyAdministration.AddResult;
import io.vestibule.administration.ClientName;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an API key, which is shown once. */
public final class NewApiKeyPage implements ConsolePage {
    private static final String PATH = ApiKeysPage.PATH + "/add";
    private static final int LAST_YEAR = 9999;

    private final ConsoleRoutes routes;
    private final ApiKeyAdministration keys;

    public NewApiKeyPage(ConsoleRoutes routes, ApiKeyAdministration keys) {
        this.routes = routes;
        this.keys = keys;
    }

    /**
     * What the template shows.
     *
     * @param name    that was typed
     * @param expires a day, as was typed
     */
    public record View(FormFrame frame, String name, ScopeFields scope, String expires) {}

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.API_KEY_CHANGE, call -> ask(200, call, null)),
                routes.form(PATH, Action.API_KEY_CHANGE, call -> ask(200, call, null), this::add));
    }

    private static Answer ask(int status, Call call, @Nullable String fault) {
        Layout layout = call.layout(Section.API_KEYS);
        ScopeFields typed = ScopeFields.typed(call);
        return Screen.show(
                status,
                "api-key-form",
                new View(
                        new FormFrame(
                                layout,
                                "Add an API key",
                                layout.at(PATH),
                                layout.at(ApiKeysPage.PATH),
                                "",
                                call.field(Reason.FIELD),
                                fault),
                        call.field("name"),
                        typed.role().isEmpty() ? ScopeFields.of(Role.VIEWER, PortalScope.ALL) : typed,
                        call.field("expires")));
    }

    private Answer add(Call call) {
        ScopeFields typed = ScopeFields.typed(call);
        ClientName name = ClientName.parse(call.field("name").strip()).orElse(null);
        Role role = typed.chosen().orElse(null);
        PortalScope scope = typed.scope().orElse(null);
        Reason reason = Reason.of(call);
        if (name == null) {
            return ask(422, call, "A name has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'.");
        }
        if (role == null || scope == null) {
            return ask(422, call, "Choose a role, and all portals or the ids of some.");
        }
        if (reason.fault() != null) {
            return ask(422, call, reason.fault());
        }
        try {
            AuditContext context = call.because(reason.text());
            return added(call, name, keys.add(name, role, scope, expires(call.field("expires")), context));
        } catch (DateTimeParseException e) {
            return ask(422, call, "That is no day that is yet to come, such as 2027-06-30.");
        }
    }

    /** The end of a day, in UTC; null for never. */
    private static @Nullable Instant expires(String day) {
        if (day.isBlank()) {
            return null;
        }
        LocalDate last = LocalDate.parse(day.strip());
        if (last.isBefore(LocalDate.now(ZoneOffset.UTC)) || last.getYear() > LAST_YEAR) {
            throw new DateTimeParseException("is over, or never to come", day, 0);
        }
        return last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Answer added(Call call, ClientName name, AddResult result) {
        Layout layout = call.layout(Section.API_KEYS);
        return switch (result) {
            case AddResult.Issued(long id, Secret key) ->
                new SecretView(
                                layout,
                                "The API key " + name.value(),
                                "The key is made. A program sends it as Authorization: Bearer.",
                                null,
                                "API key",
                                key,
                                layout.at(ApiKeysPage.PATH))
                        .answer();
            case AddResult.NameTaken() -> ask(422, call, "Another key has the name.");
            case AddResult.UnknownPortal(long portal) -> ask(422, call, "There is no portal " + portal + ".");
        };
    }
}
