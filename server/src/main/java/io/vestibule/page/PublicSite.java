package io.vestibule.page;

import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.post;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.session.SigningKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the server shows for itself, beside the dialects. */
public final class PublicSite implements Site {
    private static final Set<String> DOCUMENTS = Set.of("sonar.yaml", "logicboxes.yaml", "keaze.yaml");

    private final SigningKeys keys;
    private final List<Route> routes = new ArrayList<>();

    /** @param inbox the mails that test mode shows; empty where mail goes out */
    public PublicSite(SigningKeys keys, VerifyPage verify, ResetPage reset, Optional<DevInboxPage> inbox) {
        this.keys = keys;
        routes.add(get("/.well-known/jwks.json", this::keySet));
        routes.add(get("/openapi/{document}", this::document));
        routes.add(get("/verify/{id}/{token}", verify::ask));
        routes.add(post("/verify/{id}/{token}", verify::act));
        routes.add(get("/reset/{id}/{token}", reset::ask));
        routes.add(post("/reset/{id}/{token}", reset::act));
        inbox.ifPresent(page -> routes.add(get("/dev/inbox", page::show)));
    }

    @Override
    public String name() {
        return "public";
    }

    @Override
    public List<String> prefixes() {
        return List.of("/");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        if (path.startsWith("/verify/")) {
            return VerifyPage.PAGE.problem(problem);
        }
        return path.startsWith("/reset/") ? ResetPage.PAGE.problem(problem) : PlainError.of(problem);
    }

    /** RFC 7517 section 5. A new key is in it for twice the time it may be cached before it signs. */
    private Answer keySet(Request request) {
        return Answer.json(200, keys.keySet()).with("Cache-Control", "public, max-age=300");
    }

    /** The contract of a dialect, OpenAPI 3.1. */
    private Answer document(Request request) {
        String name = request.segment("document");
        if (!DOCUMENTS.contains(name)) {
            return problem(new Problem.UnknownPath(), "");
        }
        try (InputStream document = PublicSite.class.getResourceAsStream("/openapi/" + name)) {
            if (document == null) {
                throw new IllegalStateException("the jar lacks openapi/" + name);
            }
            return Answer.of(200, "application/yaml", document.readAllBytes())
                    .with("Cache-Control", "public, max-age=300");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
