package io.vestibule.page;

import static io.vestibule.http.Route.get;

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
import java.util.SortedSet;
import java.util.stream.Collectors;

/** What the server shows for itself, beside the dialects. */
public final class PublicSite implements Site {
    private static final String DAY = "public, max-age=86400";

    private final Set<String> documents;
    private final SigningKeys keys;
    private final List<Route> routes = new ArrayList<>();

    /**
     * @param dialects whose contracts it shows, and the admin API: each has an {@code openapi/NAME.yaml}
     * @param start what test mode shows of itself; empty in live mode
     * @param inbox the mails that test mode shows; empty where mail goes out
     */
    public PublicSite(List<Site> dialects, SigningKeys keys, Optional<StartPage> start, Optional<DevInboxPage> inbox) {
        this.documents =
                dialects.stream().map(dialect -> dialect.name() + ".yaml").collect(Collectors.toSet());
        this.keys = keys;
        routes.add(get("/.well-known/jwks.json", this::keySet));
        routes.add(get("/openapi/{document}", this::document));
        routes.add(get("/favicon.ico", request -> Answer.empty(204).with("Cache-Control", DAY)));
        start.ifPresent(page -> {
            routes.add(get("/", page::show));
            for (String path : List.of("/docs", "/docs/", "/openapi", "/openapi/")) {
                routes.add(get(path, page::elsewhere));
            }
        });
        inbox.ifPresent(page -> {
            routes.add(get("/dev/inbox", page::show));
            routes.add(get("/dev/inbox.json", page::list));
            routes.add(get(
                    "/dev/inbox.js", request -> Answer.of(200, "text/javascript; charset=utf-8", file("inbox.js"))));
        });
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
        return isForAnyPage(path) ? forAnyPage(PlainError.of(problem)) : PlainError.of(problem);
    }

    @Override
    public Answer options(Request request, SortedSet<String> allowed, String path) {
        return isForAnyPage(path)
                ? forAnyPage(Answer.empty(204))
                        .with("Access-Control-Allow-Methods", String.join(", ", allowed))
                        .with("Access-Control-Allow-Headers", "*")
                : Site.super.options(request, allowed, path);
    }

    private static boolean isForAnyPage(String path) {
        return path.startsWith("/.well-known/") || path.startsWith("/openapi/");
    }

    /** Keys and contracts are everybody's: any page may read them. */
    private static Answer forAnyPage(Answer answer) {
        return answer.with("Access-Control-Allow-Origin", "*");
    }

    /** RFC 7517 section 5. A new key is in it for twice the time it may be cached before it signs. */
    private Answer keySet(Request request) {
        return forAnyPage(Answer.json(200, keys.keySet()).with("Cache-Control", "public, max-age=300"));
    }

    /** The contract of a dialect, OpenAPI 3.1. */
    private Answer document(Request request) {
        String name = request.segment("document");
        if (!documents.contains(name)) {
            return problem(new Problem.UnknownPath(), "/openapi/");
        }
        return forAnyPage(Answer.of(200, "application/yaml", file("/openapi/" + name))
                .with("Cache-Control", "public, max-age=300"));
    }

    private static byte[] file(String name) {
        try (InputStream file = PublicSite.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
