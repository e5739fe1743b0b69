package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiFunction;

/** Which portal a request is for, and whether the page that makes it is one of that portal's. */
public final class KeazeCallers {
    static final String DIALECT = "keaze";

    private final Callers callers;
    private final long defaultPortal;

    public KeazeCallers(Callers callers, long defaultPortal) {
        this.callers = callers;
        this.defaultPortal = defaultPortal;
    }

    /** Answers the call for the portal that the request names, in the only version there is. */
    Route.Handler as(BiFunction<Caller, Request, Answer> call) {
        return request -> {
            for (String header : new String[] {"Version-Accept", "Accept-Version"}) {
                if (!request.header(header).orElse("1").strip().equals("1")) {
                    return KeazeError.message(400, "The only version is 1.");
                }
            }
            Optional<Caller> caller = caller(request);
            if (caller.isEmpty()) {
                return KeazeError.message(400, "The Portal-Id header names no portal.");
            }
            Optional<String> origin = request.header("Origin");
            if (origin.isPresent() && !caller.get().portal().trustsOrigin(origin.get())) {
                return KeazeError.message(403, "Pages of this origin may not call for this portal.");
            }
            return call.apply(caller.get(), request);
        };
    }

    private Optional<Caller> caller(Request request) {
        Optional<String> given = request.header("Portal-Id");
        Optional<Long> id = given.isPresent() ? Digits.number(given.get().strip()) : Optional.of(defaultPortal);
        return id.flatMap(portal -> callers.browser(DIALECT, portal, request.remote(), request.id()));
    }

    /** Lets a page of any portal read the answer; whether it is the right portal's was decided above. */
    Answer withCors(Request request, Answer answer) {
        Answer varied = answer.with("Vary", "Origin");
        return request.header("Origin")
                .filter(callers::anyTrusts)
                .map(origin -> varied.with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Expose-Headers", "Retry-After, X-Request-Id"))
                .orElse(varied);
    }

    /** A preflight names no portal, so it matches any portal's origins (Fetch standard, section 3.2). */
    Answer preflight(Request request, SortedSet<String> allowed) {
        return Answer.empty(204)
                .with("Access-Control-Allow-Methods", String.join(", ", allowed))
                .with(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Idempotency-Key, Portal-Id, Version-Accept, Accept-Version, X-Request-Id")
                .with("Access-Control-Max-Age", "600")
                .with("Allow", String.join(", ", allowed));
    }
}
