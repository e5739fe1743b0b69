package io.vestibule.console;

import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.ApiKeyAdministration.AddResult;
import io.vestibule.http.Answer;
import io.vestibule.http.Dates;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.portal.ClientName;
import io.vestibule.secret.Secret;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an API key, which is shown once. */
public final class NewApiKeyPage implements ConsolePage {
    private static final String PATH = ApiKeysPage.PATH + "/add";
    private static final String NO_DAY = "Give a day that isn't over, such as 2027-06-30.";

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
            return ask(422, call, "A name has " + ClientName.RULE + ".");
        }
        if (role == null || scope == null) {
            return ask(422, call, "Choose a role, and all portals or the ids of some.");
        }
        if (reason.fault() != null) {
            return ask(422, call, reason.fault());
        }
        String expires = call.field("expires").strip();
        Optional<Instant> end = end(expires);
        if (end.isEmpty() && !expires.isEmpty()) {
            return ask(422, call, NO_DAY);
        }
        return added(call, name, keys.add(name, role, scope, end.orElse(null), call.because(reason.text())));
    }

    /** The end of a day, in UTC. */
    private static Optional<Instant> end(String day) {
        return Dates.day(day)
                .map(last -> last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
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
            case AddResult.Expired() -> ask(422, call, NO_DAY);
        };
    }
}
