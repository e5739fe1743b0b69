package io.vestibule.dialect.sonar;

import io.vestibule.http.Answer;
import io.vestibule.http.BasicCredentials;
import io.vestibule.http.Request;
import io.vestibule.http.Requester;
import io.vestibule.http.Route;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import java.util.function.BiFunction;

/** Sonar's API users: HTTP Basic (RFC 7617). The API user decides the portal that is asked. */
public final class SonarCallers {
    private final Callers callers;

    public SonarCallers(Callers callers) {
        this.callers = callers;
    }

    /** Answers the call, if an API user makes it; nothing of the call is looked at before. */
    Route.Handler as(BiFunction<Caller, Request, Answer> call) {
        return request -> BasicCredentials.of(request)
                .map(basic -> switch (callers.client(
                        Dialect.SONAR, basic.user(), basic.password(), request.remote(), request.id())) {
                    case Callers.Result.Authenticated(Caller caller) ->
                        call.apply(caller, request)
                                .to(new Requester(
                                        caller.dialect().label(),
                                        caller.portal().id(),
                                        caller.clientId()));
                    case Callers.Result.BadCredentials() -> SonarError.unauthorized();
                    case Callers.Result.ForeignNetwork() -> SonarError.forbidden();
                })
                .orElseGet(SonarError::unauthorized);
    }
}
