package io.vestibule.operations;

import io.vestibule.audit.StatisticsRollupStore;
import io.vestibule.audit.StatisticsRollupStore.Throttled;
import io.vestibule.http.Outcome;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests that a limit refused, by whom they came from: counted here, and added to the statistics every few seconds. A flood so costs the
 * database nothing; what a node that dies had not added yet is lost.
 */
public final class ThrottledRequests {
    private final Map<From, Long> counts = new ConcurrentHashMap<>();

    private record From(
            @Nullable Long portal, String dialect, @Nullable Long client) {
        static From of(Caller caller) {
            ApiClient client = caller.client();
            return new From(caller.portal().id(), caller.dialect().label(), client == null ? null : client.id());
        }
    }

    /** A request of this thread was answered. */
    void answered(String site, Outcome outcome) {
        Optional<Caller> caller = Callers.takeServed();
        if (outcome == Outcome.LIMITED) {
            counts.merge(caller.map(From::of).orElseGet(() -> new From(null, site, null)), 1L, Long::sum);
        }
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
