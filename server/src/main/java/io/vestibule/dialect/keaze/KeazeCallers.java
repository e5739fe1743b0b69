package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Request;
import io.vestibule.http.Requester;
import io.vestibule.http.Route;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.portal.Origins;
import io.vestibule.session.Sessions;
import io.vestibule.session.Sessions.SignedIn;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiFunction;

/** Which portal a request is for, whether the page that makes it is one of that portal's, and who is signed in. */
public final class KeazeCallers {
    private final Callers callers;
    private final Origins origins;
    private final Sessions sessions;
    private final long defaultPortal;
    private final Cors cors;

    public KeazeCallers(Callers callers, Origins origins, Sessions sessions, long defaultPortal) {
        this.callers = callers;
        this.origins = origins;
        this.sessions = sessions;
        this.defaultPortal = defaultPortal;
        this.cors = new Cors(origins);
    }

    /** Answers the call for the portal that the request names, in the only version there is. */
    Route.Handler as(BiFunction<Caller, Request, Answer> call) {
        return request -> {
            for (String header : new String[] {"Version-Accept", "Accept-Version"}) {
                if (!request.header(header).orElse("1").strip().equals("1")) {
                    return KeazeError.message(400, "The only version is 1.");
                }
            }
            Caller caller = caller(request).orElse(null);
            if (caller == null) {
                return KeazeError.message(400, "The Portal-Id header names no portal.");
            }
            var requester =
                    new Requester(caller.dialect().label(), caller.portal().id(), caller.clientId());
            Optional<String> origin = request.header("Origin");
            if (origin.isPresent() && !origins.trusts(caller.portal(), origin.get())) {
                cors.refused(origin.get(), Long.toString(caller.portal().id()));
                return KeazeError.message(403, "Pages of this origin may not call for this portal.")
                        .to(requester);
            }
            return call.apply(caller, request).to(requester);
        };
    }

    /** A call of whoever holds an access token. */
    @FunctionalInterface
    interface SignedInCall {
        Answer answer(Caller caller, SignedIn who, Request request);
    }

    /** The same of a "private resource", which takes an access token of a session that is alive. */
    Route.Handler signedIn(SignedInCall call) {
        return as((caller, request) -> request.authorization(KeazeError.BEARER)
                .flatMap(token -> sessions.authenticate(caller, token))
                .map(who -> call.answer(caller, who, request))
                .orElseGet(() -> KeazeError.unauthorized(request)));
    }

    private Optional<Caller> caller(Request request) {
        Optional<String> given = request.header("Portal-Id");
        Optional<Long> id = given.isPresent() ? Digits.number(given.get().strip()) : Optional.of(defaultPortal);
        return id.flatMap(portal -> callers.browser(Dialect.KEAZE, portal, request.remote(), request.id()));
    }

    /** Lets a page of any portal read the answer; whether it is the right portal's was decided above. */
    Answer withCors(Request request, Answer answer) {
        return cors.finish(request, answer);
    }

    /** A preflight names no portal, so it matches any portal's origins (Fetch standard, section 3.2). */
    Answer preflight(Request request, SortedSet<String> allowed) {
        return cors.preflight(request, allowed);
    }
}
