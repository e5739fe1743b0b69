package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an operator is signed in, and how they sign out: here, in one other place, or everywhere. */
public final class OwnSessionsPage {
    private final Gate gate;
    private final OperatorAdministration operators;
    private final OperatorSessionStore sessions;

    public OwnSessionsPage(Gate gate, OperatorAdministration operators, OperatorSessionStore sessions) {
        this.gate = gate;
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
            Frame frame,
            List<OperatorSessionStore.Session> sessions,
            @Nullable UUID current,
            @Nullable String done) {}

    List<Route> routes() {
        return List.of(
                gate.page("/console/sessions", call -> show(call, null)),
                gate.form("/console/sessions", this::end),
                gate.form("/console/sign-out", this::signOut));
    }

    private Answer show(Call call, @Nullable String done) {
        Principal principal = call.principal();
        return Screen.show(
                200,
                "sessions",
                new View(call.frame(Section.NONE), operators.sessions(principal.id()), principal.session(), done));
    }

    private Answer end(Call call) {
        Principal principal = call.principal();
        if (call.has("all")) {
            operators.endSessions(principal.id(), principal.context());
            return signedOut();
        }
        boolean ended = Uuids.of(call.field("session"))
                .filter(session -> operators.endSession(principal.id(), session, principal.context()))
                .isPresent();
        return show(call, ended ? "The session is ended." : "That session had ended before.");
    }

    private Answer signOut(Call call) {
        String cookie = gate.sessionCookie(call.request());
        if (cookie != null) {
            sessions.signOut(cookie, call.principal().context());
        }
        return signedOut();
    }

    private Answer signedOut() {
        return SignInPage.ask(200, gate.frames().ofNobody(), Continuation.HOME)
                .adding("Set-Cookie", gate.cookie().remove());
    }
}
