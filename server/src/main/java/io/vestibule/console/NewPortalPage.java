package io.vestibule.console;

import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PortalName;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a portal. */
public final class NewPortalPage implements ConsolePage {
    private static final String PATH = "/console/portals/add";

    private final ConsoleRoutes routes;
    private final PortalAdministration portals;

    public NewPortalPage(ConsoleRoutes routes, PortalAdministration portals) {
        this.routes = routes;
        this.portals = portals;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.PORTAL_CREATE, call -> ask(200, call, null)),
                routes.form(PATH, Action.PORTAL_CREATE, call -> ask(200, call, null), this::add));
    }

    private static Answer ask(int status, Call call, @Nullable String fault) {
        Layout layout = call.layout(Section.PORTALS);
        return Screen.show(
                status,
                "portal-form",
                new FormView(
                        new FormFrame(
                                layout,
                                "Add a portal",
                                layout.at(PATH),
                                layout.at("/console/portals"),
                                "",
                                call.field(Reason.FIELD),
                                fault),
                        "A portal has customers, API clients and allowed URLs of its own. It begins with none of them.",
                        "Add",
                        List.of(
                                Field.line(
                                        call, "name", "Name", "", "As people know it: it stands on pages and in mail."),
                                Field.choice(call, "language", "Language", "en", SettingsPart.languages("en")),
                                Field.line(
                                        call,
                                        "parent",
                                        "Parent",
                                        "",
                                        "The id of the portal above it, which passes nothing on. Empty: none.")),
                        List.of(),
                        false,
                        null));
    }

    private Answer add(Call call) {
        Optional<PortalName> name = PortalName.parse(call.field("name").strip());
        Optional<LanguageCode> language = LanguageCode.parse(call.field("language"));
        String typed = call.field("parent").strip();
        Optional<Long> parent = typed.isEmpty() ? Optional.of(0L) : Ids.id(typed);
        Reason reason = Reason.of(call);
        if (name.isEmpty()) {
            return ask(422, call, SettingsPart.NAME_RULE);
        }
        if (language.isEmpty()) {
            return ask(422, call, SettingsPart.LANGUAGE_RULE);
        }
        if (parent.isEmpty()) {
            return ask(422, call, "The parent must be the id of a portal.");
        }
        if (reason.fault() != null) {
            return ask(422, call, reason.fault());
        }
        return switch (portals.add(name.get(), parent.get(), language.get(), call.because(reason.text()))) {
            case PortalAdministration.Added(long portal) -> call.goTo("/console/portals/" + portal + "?done=add");
            case PortalAdministration.NameTaken() -> ask(422, call, SettingsPart.TAKEN);
            case PortalAdministration.UnknownPortal(long unknown) ->
                ask(422, call, "There is no portal " + unknown + " that could be its parent.");
        };
    }
}
