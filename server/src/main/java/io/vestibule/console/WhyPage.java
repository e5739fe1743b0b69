package io.vestibule.console;

import io.vestibule.diagnosis.Diagnoses;
import io.vestibule.diagnosis.Diagnosis;
import io.vestibule.diagnosis.Finding;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.PortalScope;
import io.vestibule.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why something was refused: a URL, an address, a request, a token. What is typed may be a secret, so it is sent by POST and never
 * shown again.
 */
public final class WhyPage implements ConsolePage {
    private final ConsoleRoutes routes;
    private final Diagnoses diagnoses;

    public WhyPage(ConsoleRoutes routes, Diagnoses diagnoses) {
        this.routes = routes;
        this.diagnoses = diagnoses;
    }

    /**
     * What the template shows.
     *
     * @param found null before anything was asked
     * @param fault what is wrong with what was typed; null for nothing
     */
    public record View(
            Layout layout,
            @Nullable Diagnosis found,
            @Nullable String fault) {
        /** What a verdict is called. */
        public static String word(Finding finding) {
            return switch (finding.verdict()) {
                case REFUSED -> "Refused";
                case GOOD -> "Fine";
                case NOTE -> "Note";
            };
        }

        /** The class of the style that it has. */
        public static String style(Finding finding) {
            return switch (finding.verdict()) {
                case REFUSED -> "fault";
                case GOOD -> "good";
                case NOTE -> "quiet";
            };
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page("/console/why", Action.CUSTOMER_READ, this::ask),
                routes.form("/console/why", Action.CUSTOMER_READ, this::ask, this::answer));
    }

    private Answer ask(Call call) {
        return Screen.show(200, "why", new View(call.layout(Section.WHY), null, null));
    }

    private Answer answer(Call call) {
        PortalChoice choice = call.choice(call::field);
        Long portal = choice.portal();
        Layout layout = call.layout(Section.WHY, choice);
        String typed = call.field(Continuation.SECRET);
        if (choice.unknown() != null) {
            return Screen.show(422, "why", new View(layout, null, null));
        }
        if (typed.isBlank() || typed.length() > Diagnoses.LONGEST) {
            String fault = typed.isBlank() ? "Type or paste what was refused." : "That is too long for any of these.";
            return Screen.show(422, "why", new View(layout, null, fault));
        }
        PortalScope scope = portal == null ? call.principal().portals() : PortalScope.of(List.of(portal));
        return Screen.show(200, "why", new View(layout, diagnoses.of(Secret.of(typed), scope), null));
    }
}
