package io.vestibule.page;

import static io.vestibule.http.Route.get;

import io.vestibule.config.HttpConfig;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import java.util.List;

/** What there is to try in test mode, for whoever opens the server in a browser. */
public final class StartPage {
    private static final List<Api> APIS = List.of(
            new Api("Sonar", "/api/v1/", "demo, demo-secret (HTTP Basic)"),
            new Api("LogicBoxes", "/api/customers/", "auth-userid=1, api-key=demo-key"),
            new Api("Keaze", "/api/rest/portal/", "none: browsers call, from any page of this machine"));

    private final HttpConfig http;
    private final OpenApiDocuments documents;
    private final DemoData demo;
    private final boolean inbox;

    /** @param inbox whether mail is shown instead of sent */
    StartPage(HttpConfig http, OpenApiDocuments documents, DemoData demo, boolean inbox) {
        this.http = http;
        this.documents = documents;
        this.demo = demo;
        this.inbox = inbox;
    }

    /**
     * One of the dialects.
     *
     * @param path where its calls begin
     * @param demo as whom the demo data lets one call
     */
    public record Api(String name, String path, String demo) {}

    /**
     * What the template shows.
     *
     * @param management where health and metrics are; empty if any free port was asked for
     * @param docs       whether there is an API reference
     * @param demo       whether the demo data is there
     */
    public record View(
            String url,
            List<Api> apis,
            List<OpenApiDocuments.Document> documents,
            String management,
            boolean docs,
            boolean inbox,
            boolean demo) {}

    List<Route> routes() {
        return List.of(get("/", this::show));
    }

    private Answer show(Request request) {
        String management =
                http.managementPort() == 0 ? "" : "http://" + http.managementHost() + ":" + http.managementPort();
        View view = new View(
                http.publicUrl().toString(),
                APIS,
                documents.all(),
                management,
                http.docs(),
                inbox,
                demo.isThere(request));
        return Pages.render(200, "start.jte", view);
    }
}
