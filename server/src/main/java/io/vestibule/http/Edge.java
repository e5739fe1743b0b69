package io.vestibule.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Every request comes through here: it gets an id, finds its site and route, and always gets an answer in the site's own
 * shape. What a handler throws is turned into a {@link Problem} here and nowhere else.
 */
public final class Edge implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final List<Site> sites;
    private final Site fallback;
    private final TrustedProxies proxies;
    private final Function<Throwable, Problem> faults;
    private final Observer observer;

    /** Told of every answer. The route is its template, never the path, which may hold a token. */
    @FunctionalInterface
    public interface Observer {
        void answered(String site, String method, String route, int status, Outcome outcome, Duration elapsed);

        /** Looks away. */
        Observer NONE = (site, method, route, status, outcome, elapsed) -> {};
    }

    /** How a request ended, whatever status its dialect gives that. */
    public enum Outcome {
        ANSWERED,
        /** What was asked can't be done. */
        REFUSED,
        /** A limit was full. */
        LIMITED,
        /** The database was away or the hash queue full. */
        UNAVAILABLE,
        FAULT;

        private static Outcome of(Answer answer) {
            if (answer.header("Retry-After") != null) {
                return LIMITED;
            }
            return answer.status() < 400 ? ANSWERED : REFUSED;
        }

        private static Outcome of(Problem problem) {
            return switch (problem) {
                case Problem.Unavailable unavailable -> UNAVAILABLE;
                case Problem.Fault() -> FAULT;
                case Problem.Throttled throttled -> LIMITED;
                case Problem.UnknownPath() -> REFUSED;
                case Problem.WrongVerb wrong -> REFUSED;
                case Problem.Malformed malformed -> REFUSED;
                case Problem.TooLarge() -> REFUSED;
                case Problem.UnsupportedMedia() -> REFUSED;
            };
        }
    }

    /**
     * @param sites    in order; the last one answers for every path that is no other's
     * @param faults   names the problem behind an exception of a feature, {@link Problem.Fault} where it is our own
     * @param observer metrics and access log
     */
    public Edge(List<Site> sites, TrustedProxies proxies, Function<Throwable, Problem> faults, Observer observer) {
        this.sites = List.copyOf(sites);
        this.fallback = sites.getLast();
        this.proxies = proxies;
        this.faults = faults;
        this.observer = observer;
    }

    @Override
    public void handle(ServerRequest from, ServerResponse to) {
        long start = System.nanoTime();
        HttpPrologue prologue = from.prologue();
        String path = Matched.path(prologue.uriPath().rawPath());
        String id = header(from, "X-Request-Id")
                .filter(given -> REQUEST_ID.matcher(given).matches())
                .orElseGet(RequestIds::next);
        MDC.put("request", id);
        try {
            Site site = site(path);
            RequestBody body = body(from, site);
            Request request = request(from, id, body);
            Matched matched =
                    Matched.of(site, request.method(), path, prologue.query().rawValue());
            Decided decided = answer(site, matched, request, path);
            Answer answer = finish(site, request, decided.answer(), path);
            observer.answered(
                    site.name(),
                    KNOWN_METHODS.contains(request.method()) ? request.method() : "other",
                    matched.template(),
                    answer.status(),
                    decided.outcome(),
                    Duration.ofNanos(System.nanoTime() - start));
            send(answer, request, body, to);
            if (!body.ended()) {
                throw new CloseConnectionException(
                        "what follows may still be this body: it must not pass for a request");
            }
        } finally {
            MDC.remove("request");
        }
    }

    /** The answer to a request that the web server refused before it was one: a broken request line, too long a header. */
    Answer refused(String path, Problem problem) {
        return dressed(told(site(Matched.path(path)), problem, path), RequestIds.next());
    }

    private Site site(String path) {
        for (Site site : sites) {
            for (String prefix : site.prefixes()) {
                if (path.startsWith(prefix)) {
                    return site;
                }
            }
        }
        return fallback;
    }

    private record Decided(Answer answer, Outcome outcome) {}

    private Decided answer(Site site, Matched matched, Request request, String path) {
        try {
            Answer answer = switch (matched) {
                case Matched.Found(Route route, Map<String, String> segments) ->
                    route.handler().answer(request.withSegments(segments));
                case Matched.Missed(Problem problem) -> site.missed(request, problem, path);
                case Matched.Asked(SortedSet<String> allowed) -> site.options(request, allowed, path);
            };
            return new Decided(answer, Outcome.of(answer));
        } catch (RequestException e) {
            return new Decided(told(site, e.problem(), path), Outcome.of(e.problem()));
        } catch (RuntimeException e) {
            Problem problem = named(e);
            return new Decided(told(site, problem, path), Outcome.of(problem));
        }
    }

    /** A site may look into the database to finish an answer (CORS): it is away for the one as for the other. */
    private Answer finish(Site site, Request request, Answer answer, String path) {
        try {
            return site.finish(request, answer);
        } catch (RuntimeException e) {
            return told(site, named(e), path);
        }
    }

    /** Even where the site can't say it: its page, too, may be what is broken. */
    private static Answer told(Site site, Problem problem, String path) {
        try {
            return site.problem(problem, path);
        } catch (RuntimeException e) {
            LOG.error("fault", e);
            return PlainError.of(problem);
        }
    }

    private Problem named(RuntimeException e) {
        Problem problem = faults.apply(e);
        if (problem instanceof Problem.Fault) {
            LOG.error("fault", e);
        } else {
            LOG.warn("unavailable: {}", e.getClass().getSimpleName());
        }
        return problem;
    }

    private Request request(ServerRequest from, String id, RequestBody body) {
        InetAddress peer = ((InetSocketAddress) from.remotePeer().address()).getAddress();
        List<String> forwardedFor = from.headers().contains(HeaderNames.X_FORWARDED_FOR)
                ? from.headers().get(HeaderNames.X_FORWARDED_FOR).allValues()
                : List.of();
        return new Request(
                id,
                from.prologue().method().text(),
                proxies.caller(peer, forwardedFor),
                name -> header(from, name),
                Map.of(),
                body::parameters);
    }

    private static RequestBody body(ServerRequest from, Site site) {
        return new RequestBody(
                from.content().hasEntity() ? from.content().inputStream() : InputStream.nullInputStream(),
                from.prologue().query().rawValue(),
                header(from, "Content-Type").orElse(""),
                site.readsJson(),
                from.headers().contains(HeaderValues.EXPECT_100)
                        && from.headers().contentLength().orElse(0) > RequestBody.LIMIT);
    }

    private static Optional<String> header(ServerRequest from, String name) {
        return from.headers().first(HeaderNames.create(name));
    }

    private static Answer dressed(Answer answer, String id) {
        Answer dressed = answer.with("X-Request-Id", id)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
        return answer.header("Cache-Control") == null ? dressed.with("Cache-Control", "no-store") : dressed;
    }

    private static void send(Answer answer, Request request, RequestBody body, ServerResponse to) {
        to.status(Status.create(answer.status()));
        dressed(answer, request.id()).headers().forEach(to::header);
        body.finish();
        if (!body.ended()) {
            to.header("Connection", "close");
        }
        if (answer.status() == 204) { // RFC 9110 section 8.6: no Content-Length, not even zero
            to.send();
        } else {
            to.send(request.method().equals("HEAD") ? new byte[0] : answer.body());
        }
        body.linger();
    }
}
