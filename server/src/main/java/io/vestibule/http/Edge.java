package io.vestibule.http;

import io.vestibule.http.server.Exchange;
import io.vestibule.http.server.HttpHandler;
import io.vestibule.http.server.Rejection;
import io.vestibule.http.server.StreamedContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
public final class Edge implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final int LOGGED_FRAMES = 100;
    private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final List<Site> sites;
    private final Site fallback;
    private final TrustedProxies proxies;
    private final Function<Throwable, Problem> faults;
    private final RequestObserver observer;
    private final RateLimitedLog outages = new RateLimitedLog(LOG, Duration.ofMinutes(1));

    /**
     * @param sites    in order; the last one answers for every path that is no other's
     * @param faults   names the problem behind an exception of a feature, {@link Problem.Fault} where it is our own
     * @param observer metrics and access log
     */
    public Edge(
            List<Site> sites, TrustedProxies proxies, Function<Throwable, Problem> faults, RequestObserver observer) {
        this.sites = List.copyOf(sites);
        this.fallback = sites.getLast();
        this.proxies = proxies;
        this.faults = faults;
        this.observer = observer;
    }

    @Override
    public void handle(Exchange exchange) {
        long start = System.nanoTime();
        Target target = Target.of(exchange.target());
        String id = exchange.header("X-Request-Id")
                .filter(given -> REQUEST_ID.matcher(given).matches())
                .orElseGet(RequestIds::next);
        MDC.put("request", id);
        try {
            Site site = site(target.path());
            RouteMatch matched = RouteMatch.of(site, exchange.method(), target.path());
            Request request = request(
                    exchange,
                    id,
                    target.query(),
                    new RequestBody(
                            exchange::header,
                            exchange.content()::read,
                            exchange.content()::isAwaited,
                            target.query(),
                            site.readsJson(),
                            matched.upload()));
            Decided decided = finish(site, request, answer(site, matched, request, target.path()), target.path());
            if (decided.outcome() == Outcome.LIMITED) {
                proxies.limited(request.remote());
            }
            Answer answer = decided.answer();
            observer.answered(
                    site.name(),
                    KNOWN_METHODS.contains(request.method()) ? request.method() : "other",
                    matched.template(),
                    answer.status(),
                    decided.outcome(),
                    answer.requester(),
                    Duration.ofNanos(System.nanoTime() - start));
            if (answer.status() >= 400 && matched instanceof RouteMatch.Found) {
                observer.refused(refusal(request, matched, decided));
            }
            send(answer, id, exchange);
        } finally {
            MDC.remove("request");
            MDC.remove("limits");
        }
    }

    private static Refusal refusal(Request request, RouteMatch matched, Decided decided) {
        Answer answer = decided.answer();
        return new Refusal(
                request.id(),
                Instant.now(),
                request.method(),
                matched.template(),
                answer.status(),
                decided.outcome(),
                answer.requester(),
                ErrorMessages.of(answer),
                MDC.get("limits"));
    }

    @Override
    public void reject(Exchange exchange, Rejection rejection) {
        String path = Target.of(exchange.target()).path();
        String languages = exchange.header("Accept-Language").orElse("");
        send(answerTo(site(path), Problem.of(rejection), path, languages), RequestIds.next(), exchange);
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

    private Decided answer(Site site, RouteMatch matched, Request request, String path) {
        try {
            Answer answer = switch (matched) {
                case RouteMatch.Found(Route route, Map<String, String> segments) ->
                    route.handler().answer(request.withSegments(segments));
                case RouteMatch.NoRoute(Problem problem) -> site.missed(request, problem, path);
                case RouteMatch.Options(SortedSet<String> allowed) -> site.options(request, allowed, path);
            };
            return new Decided(answer, Outcome.of(answer));
        } catch (RequestException e) {
            return decided(site, e.problem(), request, path);
        } catch (RuntimeException | StackOverflowError e) {
            return decided(site, problemOf(e), request, path);
        }
    }

    /** A site may look into the database to finish an answer (CORS): it is away for the one as for the other. */
    private Decided finish(Site site, Request request, Decided decided, String path) {
        try {
            return new Decided(site.finish(request, decided.answer()), decided.outcome());
        } catch (RuntimeException | StackOverflowError e) {
            Decided fault = decided(site, problemOf(e), request, path);
            Requester requester = decided.answer().requester();
            return requester == null ? fault : new Decided(fault.answer().to(requester), fault.outcome());
        }
    }

    private static Decided decided(Site site, Problem problem, Request request, String path) {
        String languages = request.header("Accept-Language").orElse("");
        return new Decided(answerTo(site, problem, path, languages), Outcome.of(problem));
    }

    /** Even where the site can't say it: its page, too, may be what is broken. */
    private static Answer answerTo(Site site, Problem problem, String path, String languages) {
        try {
            return site.problem(problem, path, languages);
        } catch (RuntimeException | StackOverflowError e) {
            log(e);
            return PlainError.of(problem);
        }
    }

    private Problem problemOf(Throwable e) {
        Problem problem = faults.apply(e);
        if (problem instanceof Problem.Fault) {
            log(e);
        } else {
            String kind = e.getClass().getSimpleName();
            outages.warn(kind, "unavailable: {}; vestibule_requests_total counts the answers", kind);
        }
        return problem;
    }

    /** Of a stack that ran over, the last frames tell where; the thousand before would fill the log. */
    private static void log(Throwable fault) {
        StackTraceElement[] frames = fault.getStackTrace();
        fault.setStackTrace(Arrays.copyOf(frames, Math.min(frames.length, LOGGED_FRAMES)));
        LOG.error("fault", fault);
    }

    private Request request(Exchange exchange, String id, String query, RequestBody body) {
        return new Request(
                id,
                exchange.method(),
                proxies.caller(exchange.peer(), exchange.headers("X-Forwarded-For")),
                exchange::headers,
                Map.of(),
                query,
                body::query,
                body::form,
                body::parameters,
                body::content,
                limit -> ArrivingBody.of(exchange, limit));
    }

    private static void send(Answer answer, String id, Exchange exchange) {
        Answer complete = answer.with("X-Request-Id", id).with("X-Content-Type-Options", "nosniff");
        if (answer.header("Referrer-Policy") == null) {
            complete = complete.with("Referrer-Policy", "no-referrer");
        }
        if (answer.header("Cache-Control") == null) {
            complete = complete.with("Cache-Control", "no-store");
        }
        StreamedContent stream = complete.stream();
        if (stream == null) {
            exchange.send(complete.status(), complete.headers(), complete.body());
        } else {
            exchange.stream(complete.status(), complete.headers(), stream);
        }
    }
}
