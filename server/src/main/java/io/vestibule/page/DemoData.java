package io.vestibule.page;

import io.vestibule.http.Request;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;

/** Whether what pages tell of the demo data is so: an installation may be without, or its operator may have changed it. */
final class DemoData {
    private final Callers callers;

    DemoData(Callers callers) {
        this.callers = callers;
    }

    /** Whether its credentials work. */
    boolean isThere(Request request) {
        return callers.client(Dialect.SONAR, "demo", Secret.of("demo-secret"), request.remote(), request.id())
                instanceof Callers.Result.Authenticated;
    }
}
