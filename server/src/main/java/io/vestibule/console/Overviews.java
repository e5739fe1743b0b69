package io.vestibule.console;

import io.vestibule.audit.StatisticsStore.InStep;
import io.vestibule.audit.StatisticsStore.Steps;
import io.vestibule.cache.BoundedCache;
import io.vestibule.cache.Fresh;
import io.vestibule.mail.OutboxStore;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts and draws overviews: once for all who look at the same, however many they are. */
final class Overviews {
    private static final int KEPT = 100;
    private static final Duration NAMES_AGE = Duration.ofMinutes(1);

    private final OverviewSources sources;
    private final BoundedCache<OverviewQuery, Fresh<String>> drawn = new BoundedCache<>(KEPT);
    private final BoundedCache<OverviewQuery, Before> before = new BoundedCache<>(KEPT);
    private final Fresh<Map<Long, ApiClient>> apiClients = new Fresh<>(NAMES_AGE);

    /** What is over doesn't change: it is counted once for each time that is asked for. */
    private record Before(Steps steps, List<InStep> counts) {}

    Overviews(OverviewSources sources) {
        this.sources = sources;
    }

    /** The part of the page that changes, as HTML: the same text as long as the numbers are the same. */
    String draw(OverviewQuery query, Layout layout) {
        return drawn.get(query, asked -> new Fresh<>(asked.range().age()))
                .get(() -> Screen.fragment("overview-live", view(query, layout)));
    }

    private OverviewView view(OverviewQuery query, Layout layout) {
        Steps steps = query.range().steps(Instant.now());
        var counts = new Overview.Counts(
                sources.statistics().inSteps(query.selection(), steps),
                before(query, steps.earlier(query.range().back())),
                sources.statistics().shares(query.selection(), steps));
        OverviewView.State state = query.chosen().isEmpty()
                ? new OverviewView.State(
                        depth(query.portals()), sources.statistics().liveSessions(query.portals()))
                : null;
        return new OverviewView(
                layout, query, Overview.of(query, steps, counts), state, apiClients.get(this::apiClients));
    }

    private OutboxStore.Depth depth(@Nullable List<Long> portals) {
        return portals == null ? sources.outbox().depth() : sources.outbox().depthOf(portals);
    }

    private List<InStep> before(OverviewQuery query, Steps steps) {
        Before known = before.get(query);
        if (known == null || !known.steps().equals(steps)) {
            known = new Before(steps, sources.statistics().inSteps(query.selection(), steps));
            before.put(query, known);
        }
        return known.counts();
    }

    private Map<Long, ApiClient> apiClients() {
        return sources.clients().list().stream()
                .map(ApiClientStore.Listed::client)
                .collect(Collectors.toMap(ApiClient::id, client -> client));
    }
}
