package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.audit.StatisticsStore;
import io.vestibule.audit.StatisticsStore.By;
import io.vestibule.audit.StatisticsStore.Count;
import io.vestibule.cache.BoundedCache;
import io.vestibule.console.Overview.Dimension;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The console's first page: what happened in the last day, beside the same hours a week before. It renews itself every ten seconds; however
 * many look at it, a node counts for each set of portals every five seconds at most.
 */
public final class OverviewPage implements ConsolePage {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int SETS = 100;

    private final ConsoleRoutes routes;
    private final StatisticsStore statistics;
    private final ClientAdministration clients;
    private final BoundedCache<Asked, Made> made = new BoundedCache<>(SETS);

    /** @param portals null for all */
    private record Asked(@Nullable List<Long> portals) {}

    private record Made(long nanos, Overview overview) {}

    public OverviewPage(ConsoleRoutes routes, StatisticsStore statistics, ClientAdministration clients) {
        this.routes = routes;
        this.clients = clients;
        this.statistics = statistics;
    }

    /** What the template shows. */
    public record View(Layout layout, Overview overview) {
        /** What a portal of a breakdown is called. */
        public String name(Overview.Breakdown breakdown, Overview.Row row) {
            if (row.name() == null) {
                return "none";
            }
            return breakdown.title().equals(PORTAL) ? layout.nameOf(Long.parseLong(row.name())) : row.name();
        }
    }

    private static final String PORTAL = "By portal";

    @Override
    public List<Route> routes() {
        return List.of(routes.page("/console", Action.STATISTICS_READ, this::show));
    }

    private Answer show(Call call) {
        Long portal = call.portal();
        Asked asked = new Asked(portal == null ? call.principal().portals().ids() : List.of(portal));
        return Screen.show(200, "overview", new View(call.layout(Section.OVERVIEW), overview(asked)));
    }

    private Overview overview(Asked asked) {
        Made known = made.get(asked);
        if (known != null && System.nanoTime() - known.nanos() < FRESH.toNanos()) {
            return known.overview();
        }
        Overview overview = count(asked.portals());
        made.put(asked, new Made(System.nanoTime(), overview));
        return overview;
    }

    private Overview count(@Nullable List<Long> portals) {
        Instant now = Instant.now();
        Instant since = Overview.since(now);
        Duration week = Duration.ofDays(7);
        List<Count> counts = statistics.counts(portals, since, now, EnumSet.allOf(By.class));
        return Overview.of(
                since,
                counts,
                statistics.counts(
                        portals,
                        since.minus(week),
                        since.plus(Duration.ofHours(Overview.HOURS)).minus(week),
                        EnumSet.noneOf(By.class)),
                dimensions(portals == null || portals.size() > 1, clientNames(counts)));
    }

    private Map<Long, String> clientNames(List<Count> counts) {
        Map<Long, String> names = new HashMap<>();
        if (counts.stream().anyMatch(count -> count.client() != null)) {
            clients.list()
                    .forEach(one -> names.put(one.client().id(), one.client().name()));
        }
        return names;
    }

    private static List<Dimension> dimensions(boolean portals, Map<Long, String> clients) {
        List<Dimension> dimensions = new ArrayList<>();
        if (portals) {
            dimensions.add(new Dimension(PORTAL, count -> text(count.portal())));
        }
        dimensions.add(new Dimension("By dialect", Count::dialect));
        dimensions.add(
                new Dimension("By client", count -> count.client() == null ? null : clients.get(count.client())));
        dimensions.add(new Dimension("By method", Count::method));
        dimensions.add(new Dimension("By reason of refusal", Count::reason));
        return dimensions;
    }

    private static @Nullable String text(@Nullable Long id) {
        return id == null ? null : id.toString();
    }
}
