package io.vestibule.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read. Null, and an empty list, ask nothing of a thing.
 *
 * @param events the words of the events
 * @param since  from this moment on
 * @param limit  the latest so many
 */
public record AuditSearch(
        @Nullable Long portal,
        @Nullable Long customer,
        List<String> events,
        @Nullable Instant since,
        int limit) {
    public AuditSearch {
        events = List.copyOf(events);
    }

    /** What is asked, and no more, so that an index can serve it. */
    String conditions() {
        List<String> asked = new ArrayList<>(List.of("true"));
        if (portal != null) {
            asked.add("portal_id = :portal");
        }
        if (customer != null) {
            asked.add("customer_id = :customer");
        }
        if (!events.isEmpty()) {
            asked.add("event = any (:events)");
        }
        if (since != null) {
            asked.add("at >= :since");
        }
        return String.join(" and ", asked);
    }
}
