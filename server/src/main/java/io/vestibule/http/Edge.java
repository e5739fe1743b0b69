package io.vestibule.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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

    /**
     * Told of every answer. The route is its template, never the path, which may hold a token; {@code limited}: a limit refused
     * it, and it says when to come back.
     */
    @FunctionalInterface
    public interface Observer {
        void answered(String site, String method, String route, int status, boolean limited, Duration elapsed);

        /** Looks away. */
        Observer NONE = (site, method, route, status, limited, elapsed) -> {};
    }

    /**
     * @param sites    in order; the last one answers for every path that is no other's
     * @param faults   names the problem behind an exception of a feature, or null where it is our own fault
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
        String path = prologue.uriPath().rawPath();
        String id = header(from, "X-Request-Id")
                .filter(given -> REQUEST_ID.matcher(given).matches())
                .orElseGet(RequestIds::next);
        MDC.put("request", id);
        try {
            Site site = site(path);
            RequestBody body = body(from, site);
            Request request = request(from, id, body);
            Matched matched = match(site, request.method(), path);
            Decided decided = answer(site, matched, request, path);
            Answer answer = finish(site, request, decided.answer(), path);
            observer.answered(
                    site.name(),
                    KNOWN_METHODS.contains(request.method()) ? request.method() : "other",
                    matched.template(),
                    answer.status(),
                    decided.limited(),
                    Duration.ofNanos(System.nanoTime() - start));
            send(answer, request, body, to);
        } finally {
            MDC.remove("request");
        }
    }

    /** The answer to a request that the web server refused before it was one: a broken request line, too long a header. */
    public Answer refused(String path, Problem problem) {
        return site(path).problem(problem, path);
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

    private record Decided(Answer answer, boolean limited) {}

    private Decided answer(Site site, Matched matched, Request request, String path) {
        try {
            Answer answer = switch (matched) {
                case Found(Route route, Map<String, String> segments) ->
                    route.handler().answer(request.withSegments(segments));
                case Missed(Problem problem) -> site.problem(problem, path);
                case Asked(SortedSet<String> allowed) -> site.options(request, allowed, path);
            };
            return new Decided(answer, answer.header("Retry-After") != null);
        } catch (RequestException e) {
            return new Decided(site.problem(e.problem(), path), false);
        } catch (RuntimeException e) {
            return new Decided(site.problem(named(e), path), false);
        }
    }

    /** A site may look into the database to finish an answer (CORS): it is away for the one as for the other. */
    private Answer finish(Site site, Request request, Answer answer, String path) {
        try {
            return site.finish(request, answer);
        } catch (RuntimeException e) {
            return site.problem(named(e), path);
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

    private sealed interface Matched {
        default String template() {
            return "none";
        }
    }

    private record Found(Route route, Map<String, String> segments) implements Matched {
        @Override
        public String template() {
            return route.template();
        }
    }

    private record Missed(Problem problem) implements Matched {}

    private record Asked(SortedSet<String> allowed) implements Matched {}

    private static Matched match(Site site, String method, String path) {
        List<String> segments;
        try {
            segments = segments(path);
        } catch (RequestException e) {
            return new Missed(e.problem());
        }
        SortedSet<String> allowed = new TreeSet<>();
        Found get = null;
        for (Route route : site.routes()) {
            Map<String, String> found = route.match(segments);
            if (found != null) {
                if (route.method().equals(method)) {
                    return new Found(route, found);
                }
                allowed.add(route.method());
                if (route.method().equals("GET")) {
                    allowed.add("HEAD");
                    get = new Found(route, found);
                }
            }
        }
        if (get != null && method.equals("HEAD")) {
            return get;
        }
        if (method.equals("OPTIONS") && !allowed.isEmpty()) {
            return new Asked(allowed);
        }
        return new Missed(allowed.isEmpty() ? new Problem.UnknownPath() : new Problem.WrongVerb(allowed));
    }

    /** Decoded, each by itself: an encoded slash or dot segment is text like any other and matches no route. */
    private static List<String> segments(String path) {
        List<String> decoded = new ArrayList<>();
        for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
            decoded.add(Percent.decode(segment));
        }
        return decoded;
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
                header(from, "Content-Encoding").orElse(""),
                site.readsJson());
    }

    private static Optional<String> header(ServerRequest from, String name) {
        return from.headers().first(HeaderNames.create(name));
    }

    private static void send(Answer answer, Request request, RequestBody body, ServerResponse to) {
        to.status(Status.create(answer.status()));
        to.header("X-Request-Id", request.id());
        to.header("X-Content-Type-Options", "nosniff");
        to.header("Referrer-Policy", "no-referrer");
        if (answer.header("Cache-Control") == null) {
            to.header("Cache-Control", "no-store");
        }
        answer.headers().forEach(to::header);
        boolean ended = body.finish();
        if (!ended) {
            to.header("Connection", "close");
        }
        to.send(request.method().equals("HEAD") ? new byte[0] : answer.body());
        if (!ended) {
            body.linger();
        }
    }
}
