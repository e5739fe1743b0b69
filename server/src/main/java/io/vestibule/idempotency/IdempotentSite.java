package io.vestibule.idempotency;

import io.vestibule.guard.Network;
import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.idempotency.IdempotencyStore.Try;
import io.vestibule.json.Json;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A site whose requests may be sent again: one with an {@code Idempotency-Key} that its caller has sent before gets the answer of
 * then, and does nothing (draft-ietf-httpapi-idempotency-key-header). A request without the header costs nothing more. Answers hold
 * tokens, so they are sealed under the master key, each bound to its key.
 */
public final class IdempotentSite implements Site {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotentSite.class);
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    /** What makes a caller another one, beside the network. */
    private static final List<String> CALLER = List.of(
            "Authorization",
            "Portal-Id",
            "Version-Accept",
            "Accept-Version",
            "Origin",
            "Sec-Purpose",
            "Purpose",
            "If-Match",
            "Cookie");

    private final Site site;
    private final IdempotencyStore store;
    private final MasterKey keys;
    private final Refusals refusals;
    private final List<Route> routes;

    /** How a request is refused for its key. */
    public interface Refusals {
        /** The header can't be read (400), or a request with this key has no answer yet (409). */
        Answer refused(int status, String sentence);

        /** The key was used with another request (422). */
        Answer different(String sentence);

        /** As the portal's API has it. */
        Refusals PLAIN = new Refusals() {
            @Override
            public Answer refused(int status, String sentence) {
                return PlainError.message(status, sentence);
            }

            @Override
            public Answer different(String sentence) {
                Json errors = Json.object()
                        .put(HEADER, new Json.Array(List.of(Json.of(sentence))))
                        .build();
                return Answer.json(
                        422,
                        Json.object()
                                .put("message", sentence)
                                .put("errors", errors)
                                .build());
            }
        };
    }

    public IdempotentSite(Site site, IdempotencyStore store, MasterKey keys) {
        this(site, store, keys, Refusals.PLAIN);
    }

    /** The same with errors of its own shape. */
    public IdempotentSite(Site site, IdempotencyStore store, MasterKey keys, Refusals refusals) {
        this.site = site;
        this.store = store;
        this.keys = keys;
        this.refusals = refusals;
        this.routes = site.routes().stream().map(this::idempotent).toList();
    }

    /** A GET or HEAD that only reads may be sent again as it is, and so may a file that takes the place of another. */
    private Route idempotent(Route route) {
        boolean again =
                route.head() || route.method().equals("HEAD") || (route.method().equals("PUT") && route.upload() > 0);
        return again ? route : route.with(request -> answer(route, request));
    }

    private Answer answer(Route route, Request request) {
        Optional<String> given = request.header(HEADER);
        if (given.isEmpty()) {
            return route.handler().answer(request);
        }
        String key = given.get().strip().replaceFirst("^\"(.*)\"$", "$1"); // a Structured Field's string, or bare
        return KEY.matcher(key).matches()
                ? answer(route, request, key)
                : refusals.refused(400, "The Idempotency-Key header must have 1 to 255 characters without spaces.");
    }

    private Answer answer(Route route, Request request, String key) {
        byte[] network = mac("network", Network.of(request.remote()).text());
        byte[] id = mac("key", name() + " " + Network.of(request.remote()).text() + " " + caller(request) + " " + key);
        // With the key in it, which isn't kept: whoever had the master key couldn't try passwords against it either
        byte[] said = mac("request", key + " " + said(route, request));
        return switch (store.begin(id, network, said)) {
            case Try.First() -> first(route, request, id, said);
            case Try.Answered(byte[] sealed) -> Answer.read(keys.open(KeyPurpose.KEPT_ANSWER, sealed, id));
            case Try.Running() ->
                refusals.refused(409, "A request with this Idempotency-Key has no answer yet.")
                        .retryAfter(Duration.ofSeconds(1));
            case Try.Different() -> refusals.different("The Idempotency-Key was used with another request.");
            case Try.Full() -> site.problem(new Problem.Throttled(Duration.ofMinutes(1)), "");
        };
    }

    private Answer first(Route route, Request request, byte[] id, byte[] said) {
        Answer answer;
        try {
            answer = route.handler().answer(request);
        } catch (RuntimeException e) { // nothing was decided, or nobody knows
            forget(id, said);
            throw e;
        }
        // Whoever sends a file again may send another one, or all of it this time
        boolean refused = answer.status() >= (route.streamed() ? 400 : 500);
        if (answer.status() == 429 || refused) {
            forget(id, said);
        } else {
            keep(id, said, answer);
        }
        return answer;
    }

    /** What was done is done, though its answer can't be kept. */
    private void keep(byte[] id, byte[] said, Answer answer) {
        try {
            store.keep(id, said, keys.seal(KeyPurpose.KEPT_ANSWER, answer.written(), id));
        } catch (RuntimeException e) {
            LOG.warn("an answer could not be kept: {}", e.getClass().getSimpleName());
        }
    }

    private void forget(byte[] id, byte[] said) {
        try {
            store.forget(id, said);
        } catch (RuntimeException e) {
            LOG.warn("a request could not be forgotten: {}", e.getClass().getSimpleName());
        }
    }

    private static String caller(Request request) {
        Json.Builder caller = Json.object();
        CALLER.forEach(name -> caller.put(name, request.header(name).orElse(null)));
        return caller.build().toString();
    }

    private static String said(Route route, Request request) {
        // A file isn't read before it is wanted: its length stands for it
        Parameters parameters = route.streamed() ? request.queryParameters() : request.parameters();
        Json.Builder segments = Json.object();
        new TreeMap<>(request.segments()).forEach(segments::put);
        return Json.object()
                .put("route", route.method() + " " + route.template())
                .put("segments", segments.build())
                .put(
                        "parameters",
                        new Json.Object(new LinkedHashMap<>(parameters.once().all())))
                .putIfPresent(
                        "length",
                        route.streamed() ? request.header("Content-Length").orElse(null) : null)
                .build()
                .toString();
    }

    private byte[] mac(String what, String text) {
        return keys.mac(
                KeyPurpose.KEPT_ANSWER,
                what.getBytes(StandardCharsets.US_ASCII),
                text.getBytes(StandardCharsets.UTF_8));
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
