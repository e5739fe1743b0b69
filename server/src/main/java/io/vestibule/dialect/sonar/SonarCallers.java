package io.vestibule.dialect.sonar;

import io.vestibule.http.BasicCredentials;
import io.vestibule.http.Request;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import java.util.Optional;

/** Sonar's API users: HTTP Basic (RFC 7617). The API user decides the portal that is asked. */
public final class SonarCallers {
    static final String DIALECT = "sonar";

    private final Callers callers;

    public SonarCallers(Callers callers) {
        this.callers = callers;
    }

    Optional<Caller> of(Request request) {
        return request.header("Authorization")
                .flatMap(BasicCredentials::parse)
                .map(basic -> callers.client(
                        DIALECT, ApiClient.Scope.SONAR, basic.user(), basic.password(), request.remote(), request.id()))
                .flatMap(result ->
                        result instanceof Callers.Result.Known(Caller caller) ? Optional.of(caller) : Optional.empty());
    }
}
