package io.vestibule.operations;

import io.vestibule.audit.StatisticsRollupStore;
import io.vestibule.audit.StatisticsRollupStore.Throttled;
import io.vestibule.http.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests that a limit refused, by whom they came from: counted here, and added to the statistics every few seconds. A flood so costs the
 * database nothing; what a node that dies had not added yet is lost.
 */
public final class ThrottledRequests {
    private final Map<From, Long> counts = new ConcurrentHashMap<>();

    private record From(
            @Nullable Long portal, String dialect, @Nullable Long client) {}

    /**
     * Counts a request.
     *
     * @param requester null where nobody was made sure of
     */
    void count(String site, @Nullable Requester requester) {
        From from = requester == null
                ? new From(null, site, null)
                : new From(requester.portal(), requester.dialect(), requester.client());
        counts.merge(from, 1L, Long::sum);
    }

    /** Adds what was counted since the last time to the statistics; keeps it if that fails. */
    void addTo(StatisticsRollupStore statistics) {
        List<Throttled> taken = new ArrayList<>();
        for (From from : List.copyOf(counts.keySet())) {
            Long count = counts.remove(from);
            if (count != null) {
                taken.add(new Throttled(from.portal(), from.dialect(), from.client(), count));
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            statistics.add(taken);
        } catch (RuntimeException e) {
            taken.forEach(
                    one -> counts.merge(new From(one.portal(), one.dialect(), one.client()), one.count(), Long::sum));
            throw e;
        }
    }
}
