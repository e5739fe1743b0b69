package io.vestibule.idempotency;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.json.Json;
import io.vestibule.secret.MasterKey;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/** A site whose requests may be sent again ({@link KeptAnswers}). Refusals are as the portal's API has them. */
public final class IdempotentSite implements Site {
    private final Site site;
    private final List<Route> routes;

    public IdempotentSite(Site site, IdempotencyStore store, MasterKey keys) {
        this.site = site;
        var answers = new KeptAnswers(site.name(), store, keys, new Refused(site));
        this.routes =
                site.routes().stream().map(route -> idempotent(answers, route)).toList();
    }

    /** A GET or HEAD that only reads may be sent again as it is, and so may a file that takes the place of another. */
    private static Route idempotent(KeptAnswers answers, Route route) {
        boolean again =
                route.head() || route.method().equals("HEAD") || (route.method().equals("PUT") && route.upload() > 0);
        String call = route.method() + " " + route.template();
        return again
                ? route
                : route.with(request ->
                        answers.answer(new KeptAnswers.Asked(call, route.streamed(), request, ""), route.handler()));
    }

    private record Refused(Site site) implements KeptAnswers.Refusals {
        @Override
        public Answer refused(int status, String sentence) {
            return PlainError.message(status, sentence);
        }

        @Override
        public Answer different(String sentence) {
            Json errors = Json.object()
                    .put(KeptAnswers.HEADER, new Json.Array(List.of(Json.of(sentence))))
                    .build();
            return Answer.json(
                    422,
                    Json.object().put("message", sentence).put("errors", errors).build());
        }

        @Override
        public Answer throttled(Duration retryAfter) {
            return site.problem(new Problem.Throttled(retryAfter), "");
        }
    }

    @Override
    public String name() {
        return site.name();
    }

    @Override
    public List<String> prefixes() {
        return site.prefixes();
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return site.problem(problem, path);
    }

    @Override
    public Answer problem(Problem problem, String path, String languages) {
        return site.problem(problem, path, languages);
    }

    @Override
    public Answer missed(Request request, Problem problem, String path) {
        return site.missed(request, problem, path);
    }

    @Override
    public boolean readsJson() {
        return site.readsJson();
    }

    @Override
    public Answer finish(Request request, Answer answer) {
        return site.finish(request, answer);
    }

    @Override
    public Answer options(Request request, SortedSet<String> allowed, String path) {
        return site.options(request, allowed, path);
    }
}
