package io.vestibule.page;

import static io.vestibule.http.Route.get;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.page.OpenApiDocuments.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Each contract document in Swagger UI, from which calls can be sent: {@code /docs}. All that it loads is this server's own. */
public final class ApiReference {
    /** Swagger UI's icons are {@code data:} URLs of its style sheet. */
    private static final ContentSecurityPolicy POLICY = ContentSecurityPolicy.STRICT
            .with("style-src", "'self'")
            .with("script-src", "'self'")
            .with("connect-src", "'self'")
            .with("img-src", "'self' data:")
            .with("form-action", "'none'");

    private final OpenApiDocuments documents;
    private final String base;
    private final StaticFiles files;

    /** @param publicUrl whose path is put before each address */
    public ApiReference(OpenApiDocuments documents, URI publicUrl) {
        this.documents = documents;
        this.base = publicUrl.getRawPath();
        this.files = new StaticFiles("/docs", ApiReference::resources);
    }

    private static Map<String, String> resources() {
        String library = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
        return Map.of(
                "swagger-ui-bundle.js", library + "swagger-ui-bundle.js",
                "swagger-ui.css", library + "swagger-ui.css",
                "docs.js", "/io/vestibule/page/docs/docs.js",
                "snippets.js", "/io/vestibule/page/docs/snippets.js",
                "docs.css", "/io/vestibule/page/docs/docs.css");
    }

    /**
     * What the template of one document shows.
     *
     * @param base  the public URL's path, which is put before each address
     * @param files whose addresses it names
     */
    public record View(Document shown, List<Document> all, String base, ApiReference files) {}

    /** The address of one of the page's files. */
    public String address(String file) {
        return base + files.address(file);
    }

    List<Route> routes() {
        return List.of(
                get("/docs", this::list),
                get("/docs/", this::elsewhere),
                get("/openapi", this::elsewhere),
                get("/openapi/", this::elsewhere),
                get("/docs/{document}", this::show),
                files.route());
    }

    private Answer list(Request request) {
        return Pages.render(200, "docs-list.jte", new ListView(documents.all(), base));
    }

    /** What the template of the list shows. */
    public record ListView(List<Document> all, String base) {}

    private Answer show(Request request) {
        return documents
                .find(request.segment("document"))
                .map(document -> Pages.render(200, "docs.jte", new View(document, documents.all(), base, this), POLICY))
                .orElseGet(() -> PlainError.of(new Problem.NotFound()));
    }

    /** Where people look for documents first. */
    private Answer elsewhere(Request request) {
        return Answer.empty(302).with("Location", base + "/docs");
    }

    /** The release of Swagger UI that the build names: its files' folder is called so. */
    private static String version() {
        try (InputStream file =
                ApiReference.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks Swagger UI");
            }
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
