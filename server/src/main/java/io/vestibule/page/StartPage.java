package io.vestibule.page;

import io.vestibule.config.HttpConfig;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;
import java.util.List;

/** What there is to try in test mode, for whoever opens the server in a browser. */
public final class StartPage {
    private static final List<Api> APIS = List.of(
            new Api("Sonar", "/api/v1/", "sonar.yaml", "demo, demo-secret (HTTP Basic)"),
            new Api("LogicBoxes", "/api/customers/", "logicboxes.yaml", "auth-userid=1, api-key=demo-key"),
            new Api("Keaze", "/api/rest/portal/", "keaze.yaml", "none: browsers call, from any page of this machine"));

    private final HttpConfig http;
    private final Callers callers;
    private final boolean inbox;

    /** @param inbox whether mail is shown instead of sent */
    public StartPage(HttpConfig http, Callers callers, boolean inbox) {
        this.http = http;
        this.callers = callers;
        this.inbox = inbox;
    }

    /**
     * One of the APIs.
     *
     * @param path     where its calls begin
     * @param document the name of its contract document
     * @param demo     as whom the demo data lets one call
     */
    public record Api(String name, String path, String document, String demo) {}

    /**
     * What the template shows.
     *
     * @param management where health and metrics are; empty if any free port was asked for
     * @param demo       whether the demo data is there
     */
    public record View(String url, List<Api> apis, String management, boolean inbox, boolean demo) {}

    Answer show(Request request) {
        String management =
                http.managementPort() == 0 ? "" : "http://" + http.managementHost() + ":" + http.managementPort();
        return Pages.render(
                200, "start.jte", new View(http.publicUrl().toString(), APIS, management, inbox, demo(request)));
    }

    /** Where people look for documents first. */
    Answer elsewhere(Request request) {
        return Answer.empty(302).with("Location", "/");
    }

    private boolean demo(Request request) {
        return callers.client(Dialect.SONAR, "demo", Secret.of("demo-secret"), request.remote(), request.id())
                instanceof Callers.Result.Authenticated;
    }
}
