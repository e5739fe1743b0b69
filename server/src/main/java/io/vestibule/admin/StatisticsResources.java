package io.vestibule.admin;

import static io.vestibule.operator.Action.STATISTICS_READ;

import io.vestibule.audit.StatisticsStore;
import io.vestibule.audit.StatisticsStore.By;
import io.vestibule.audit.StatisticsStore.Count;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import io.vestibule.mail.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** How many events of which kind there were, by the hour: what an overview is drawn from. */
final class StatisticsResources {
    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(35);

    private final StatisticsStore statistics;
    private final OutboxStore outbox;

    StatisticsResources(StatisticsStore statistics, OutboxStore outbox) {
        this.statistics = statistics;
        this.outbox = outbox;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/statistics", STATISTICS_READ, this::counts),
                AdminRoute.get("/statistics/gauges", STATISTICS_READ, this::gauges));
    }

    /** What is so now, as the overview shows it. */
    private Answer gauges(Call call) {
        Long portal = call.queryNumber("portal");
        if (portal != null) {
            call.in(portal);
        }
        List<Long> portals = call.principal().portals().narrowedTo(portal).ids();
        OutboxStore.Depth mail = portals == null ? outbox.depth() : outbox.depthOf(portals);
        StatisticsStore.LiveSessions sessions = statistics.liveSessions(portals);
        return Answer.json(
                200,
                Json.object()
                        .put("mailWaiting", mail.waiting())
                        .put("mailSetAside", mail.setAside())
                        .put("liveSessions", sessions.sessions())
                        .put("sessionsCountedAt", Values.moment(sessions.countedAt()))
                        .build());
    }

    private Answer counts(Call call) {
        Long portal = call.queryNumber("portal");
        if (portal != null) {
            call.in(portal);
        }
        Instant until = Objects.requireNonNullElseGet(call.queryMoment("until"), Instant::now);
        Instant since = Objects.requireNonNullElseGet(call.queryMoment("since"), () -> until.minus(USUAL));
        if (since.isAfter(until) || Duration.between(since, until).compareTo(LONGEST) > 0) {
            throw malformed("The parameters since and until must be at most 35 days apart, in this order.");
        }
        List<Count> counts = statistics.counts(
                portal == null ? call.principal().portals().ids() : List.of(portal), since, until, by(call));
        return Answer.json(
                200,
                Json.object()
                        .put("items", Values.list(counts, StatisticsResources::json))
                        .build());
    }

    private static RequestException malformed(String sentence) {
        return new RequestException(new Problem.Malformed(sentence));
    }

    private static Set<By> by(Call call) {
        Set<By> by = EnumSet.noneOf(By.class);
        for (String name : call.query("by").map(names -> names.split(",", -1)).orElse(new String[0])) {
            by.add(Arrays.stream(By.values())
                    .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> malformed(
                            "The parameter by must be of portal, dialect, client, method and reason, with commas.")));
        }
        return by;
    }

    private static Json json(Count count) {
        return Json.object()
                .put("hour", Values.moment(count.hour()))
                .put("event", count.event())
                .put("portal", Values.number(count.portal()))
                .put("dialect", count.dialect())
                .put("client", Values.number(count.client()))
                .put("method", count.method())
                .put("reason", count.reason())
                .put("count", count.count())
                .build();
    }
}
