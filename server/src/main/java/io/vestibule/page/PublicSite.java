package io.vestibule.page;

import static io.vestibule.http.Route.get;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.session.SigningKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** What the server shows for itself, beside the dialects. */
public final class PublicSite implements Site {
    private static final String DAY = "public, max-age=86400";

    private final SigningKeys keys;
    private final List<Route> routes = new ArrayList<>();

    /** @param developers what it shows to those who build a portal */
    public PublicSite(OpenApiDocuments documents, SigningKeys keys, DeveloperPages developers) {
        this.keys = keys;
        routes.add(get("/.well-known/jwks.json", this::keySet));
        routes.add(get("/openapi/{document}", request -> forAnyPage(documents.answer(request))));
        routes.add(get("/favicon.ico", request -> Answer.empty(204).with("Cache-Control", DAY)));
        routes.addAll(developers.routes());
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
}
