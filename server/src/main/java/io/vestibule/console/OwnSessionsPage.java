package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.Route;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an operator is signed in, and how they sign out: here, in one other place, or everywhere. */
public final class OwnSessionsPage implements ConsolePage {
    private final ConsoleRoutes routes;
    private final OperatorAdministration operators;
    private final OperatorSessionStore sessions;

    public OwnSessionsPage(ConsoleRoutes routes, OperatorAdministration operators, OperatorSessionStore sessions) {
        this.routes = routes;
        this.operators = operators;
        this.sessions = sessions;
    }

    /**
     * What the template shows.
     *
     * @param current the one that this browser has
     * @param done    what was just done; null for nothing
     */
    public record View(
            Layout layout,
            List<OperatorSessionStore.Session> sessions,
            @Nullable UUID current,
            @Nullable String done) {}

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page("/console/sessions", call -> show(call, null)),
                routes.form("/console/sessions", this::end),
                routes.form("/console/sign-out", this::signOut));
    }

    private Answer show(Call call, @Nullable String done) {
        Principal principal = call.principal();
        return Screen.show(
                200,
                "sessions",
                new View(call.layout(Section.NONE), operators.sessions(principal.id()), principal.session(), done));
    }

    private Answer end(Call call) {
        Principal principal = call.principal();
        if (call.has("all")) {
            operators.endSessions(principal.id(), principal.context());
            return signedOut();
        }
        boolean ended = Ids.uuid(call.field("session"))
                .filter(session -> operators.endSession(principal.id(), session, principal.context()))
                .isPresent();
        return show(call, ended ? "The session is ended." : "That session had ended before.");
    }

    private Answer signOut(Call call) {
        String cookie = routes.sessionCookie(call.request());
        if (cookie != null) {
            sessions.signOut(cookie, call.principal().context());
        }
        return signedOut();
    }

    private Answer signedOut() {
        return SignInPage.ask(200, routes.layouts().ofNobody(), Continuation.HOME)
                .adding("Set-Cookie", routes.cookie().remove());
    }
}
