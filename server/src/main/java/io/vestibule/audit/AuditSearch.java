package io.vestibule.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read. Null, and an empty list, ask nothing of a thing.
 *
 * @param portals one of these
 * @param events  one of these words
 * @param request the id of the request that they are of
 * @param since   from this moment on
 * @param until   before this moment
 * @param before  with a smaller id: the page behind
 * @param limit   the latest so many
 */
public record AuditSearch(
        List<Long> portals,
        @Nullable Long customer,
        List<String> events,
        @Nullable String request,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long before,
        int limit) {
    public AuditSearch {
        portals = List.copyOf(portals);
        events = List.copyOf(events);
    }

    /** The latest events of a customer, so many. */
    public static AuditSearch ofCustomer(long customer, int limit) {
        return new AuditSearch(List.of(), customer, List.of(), null, null, null, null, limit);
    }

    /** The same search, before the event of this id. */
    public AuditSearch before(long id) {
        return new AuditSearch(portals, customer, events, request, since, until, id, limit);
    }

    /** What is asked, and no more, so that an index can serve it. */
    String conditions() {
        List<String> asked = new ArrayList<>(List.of("true"));
        if (portals.size() == 1) {
            asked.add("portal_id = :portal");
        } else if (!portals.isEmpty()) {
            asked.add("portal_id = any (:portals)");
        }
        ask(asked, customer, "customer_id = :customer");
        if (events.size() == 1) {
            asked.add("event = :event");
        } else if (!events.isEmpty()) {
            asked.add("event = any (:events)");
        }
        ask(asked, request, "request_id = :request");
        ask(asked, since, "at >= :since");
        ask(asked, until, "at < :until");
        ask(asked, before, "id < :before");
        return String.join(" and ", asked);
    }

    private static void ask(List<String> asked, @Nullable Object value, String condition) {
        if (value != null) {
            asked.add(condition);
        }
    }
}
