package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.EventStream;
import io.vestibule.http.Route;
import io.vestibule.json.Json;
import io.vestibule.operator.Action;
import io.vestibule.operator.Principals;
import io.vestibule.secret.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overview as server-sent events, for as long as the page is open: {@code overview}, with its HTML, when a number changed; {@code away},
 * when they can't be counted; {@code ended}, when the operator's session is over, or their role or portals changed, and the last. Whoever
 * watches holds no connection to the database, and doesn't keep their session alive.
 */
final class OverviewStream {
    static final String PATH = "/console/overview/events";
    /** The parameter that says which numbers the page has already, by their {@link #digest}. */
    static final String SEEN = "seen";

    private static final Logger LOG = LoggerFactory.getLogger(OverviewStream.class);
    private static final Duration TICK = Duration.ofSeconds(2);
    /** How many ticks bring nothing before a comment shows that the connection lives. */
    private static final int QUIET_TICKS = 7;

    private static final int MOST = 64;
    private static final int MOST_OF_ONE = 8;
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final ConsoleRoutes routes;
    private final Principals principals;
    private final Overviews overviews;
    private final Semaphore places = new Semaphore(MOST);
    private final Map<Long, Integer> watching = new ConcurrentHashMap<>(); // by operator
    private final CountDownLatch never = new CountDownLatch(1);

    OverviewStream(ConsoleRoutes routes, Principals principals, Overviews overviews) {
        this.routes = routes;
        this.principals = principals;
        this.overviews = overviews;
    }

    Route route() {
        return routes.page(PATH, Action.STATISTICS_READ, this::events);
    }

    private Answer events(Call call) {
        long operator = call.principal().id();
        if (watching.getOrDefault(operator, 0) >= MOST_OF_ONE) {
            return Answer.empty(429).retryAfter(RETRY);
        }
        if (places.availablePermits() == 0) {
            return Answer.empty(503).retryAfter(RETRY);
        }
        OverviewQuery query = OverviewQuery.of(call);
        Layout layout = call.layout(Section.OVERVIEW);
        return EventStream.answer(events -> {
            if (enter(operator)) {
                try {
                    follow(events, call, query, layout);
                } finally {
                    leave(operator);
                }
            }
        });
    }

    /** Takes a place; false if others came first. */
    private boolean enter(long operator) {
        if (!places.tryAcquire()) {
            return false;
        }
        if (watching.merge(operator, 1, Integer::sum) > MOST_OF_ONE) {
            leave(operator);
            return false;
        }
        return true;
    }

    private void leave(long operator) {
        watching.computeIfPresent(operator, (id, count) -> count == 1 ? null : count - 1);
        places.release();
    }

    /** Tells one drawing from another. */
    static String digest(String html) {
        return HexFormat.of().formatHex(Tokens.hash(html), 0, 8);
    }

    private void follow(EventStream events, Call call, OverviewQuery query, Layout layout)
            throws IOException, InterruptedException {
        // Whoever comes again may show other numbers by now
        boolean first = call.request().header("Last-Event-ID").isEmpty();
        String seen = first ? call.query(SEEN).orElse("") : "";
        String sent = "";
        int quiet = 0;
        do {
            String state = state(call, query, layout);
            if (sent.isEmpty() && seen.equals(digest(state))) {
                sent = state;
            }
            if (!state.equals(sent)) {
                send(events, state);
                sent = state;
                quiet = 0;
            } else if (++quiet >= QUIET_TICKS) {
                events.heartbeat();
                quiet = 0;
            }
        } while (!sent.equals(ENDED) && !events.waiting(() -> never.await(TICK.toMillis(), TimeUnit.MILLISECONDS)));
    }

    private static final String ENDED = "ended";
    private static final String AWAY = "away";

    /** The HTML, or one of the words. */
    private String state(Call call, OverviewQuery query, Layout layout) {
        try {
            return principals.holds(call.principal()) ? overviews.draw(query, layout) : ENDED;
        } catch (RuntimeException e) { // the database is away; the next tick asks again
            LOG.debug("the overview can't be counted", e);
            return AWAY;
        }
    }

    private static void send(EventStream events, String state) throws IOException {
        boolean drawn = !state.equals(ENDED) && !state.equals(AWAY);
        Json data =
                drawn ? Json.object().put("html", state).build() : Json.object().build();
        events.send(drawn ? "overview" : state, Instant.now().toEpochMilli(), data);
    }
}
