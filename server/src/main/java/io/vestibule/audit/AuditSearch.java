package io.vestibule.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read. Null asks nothing of a thing.
 *
 * @param portals one of these; null: any, and those that are of none; an empty list finds nothing
 * @param events  one of these words; an empty list asks nothing
 * @param request the id of the request that they are of
 * @param since   from this moment on
 * @param until   before this moment
 * @param before  behind the event of this id: the page after the one that it ends
 * @param limit   the latest so many
 * @param doer    done by this operator, or with this API key
 */
public record AuditSearch(
        @Nullable List<Long> portals,
        @Nullable Long customer,
        List<String> events,
        @Nullable String request,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long before,
        int limit,
        @Nullable Doer doer) {
    public AuditSearch {
        portals = portals == null ? null : List.copyOf(portals);
        events = events.stream().distinct().toList(); // they become rows, of which each finds an event once
    }

    /** Who did something: an operator, or a program by an API key. */
    public record Doer(Actor actor, long id) {}

    /** A search that asks for nobody who did it. */
    public AuditSearch(
            @Nullable List<Long> portals,
            @Nullable Long customer,
            List<String> events,
            @Nullable String request,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Long before,
            int limit) {
        this(portals, customer, events, request, since, until, before, limit, null);
    }

    /** The same search, of what one did; null asks nothing. */
    public AuditSearch by(@Nullable Doer one) {
        return new AuditSearch(portals, customer, events, request, since, until, before, limit, one);
    }

    /** The latest events of a customer, so many. */
    public static AuditSearch ofCustomer(long customer, int limit) {
        return new AuditSearch(null, customer, List.of(), null, null, null, null, limit);
    }

    /** The same search, before the event of this id. */
    public AuditSearch before(long id) {
        return new AuditSearch(portals, customer, events, request, since, until, id, limit, doer);
    }

    /** The tables of the portals and events, whose rows {@link #conditions} are of; empty where each is one alone, or isn't asked for. */
    String lists() {
        List<String> lists = new ArrayList<>();
        if (portals != null && portals.size() != 1) {
            lists.add("unnest(:portals) as one_of_portals (portal)");
        }
        if (events.size() > 1) {
            lists.add("unnest(:events) as one_of_events (word)");
        }
        return String.join(" cross join ", lists);
    }

    /**
     * What is asked, and no more, so that an index can serve it: the one of {@link #key}, from where the page before ended, or the moments do.
     */
    String conditions() {
        Map<String, String> asked = asked();
        List<String> key = key(asked);
        List<String> values = key.stream().map(asked::get).toList();
        List<String> conditions = new ArrayList<>();
        conditions.add(
                since == null ? compared(key, ">=", values) : compared(with(key, "at"), ">=", with(values, ":since")));
        if (before != null) {
            String end = "(select at from audit_event where id = :before)";
            conditions.add(compared(with(key, "at", "id"), "<", with(values, end, ":before")));
        } else if (until != null) {
            conditions.add(compared(with(key, "at"), "<", with(values, ":until")));
        } else {
            conditions.add(compared(key, "<=", values));
        }
        if (before != null && until != null) {
            conditions.add("at < :until");
        }
        if (doer != null) {
            conditions.add("actor_id is not null"); // the index is of those alone
        }
        asked.forEach((column, value) -> {
            if (!key.contains(column)) {
                conditions.add(column + " = " + value);
            }
        });
        return String.join(" and ", conditions);
    }

    private static String compared(List<String> columns, String operator, List<String> values) {
        return columns.isEmpty()
                ? "true"
                : "(%s) %s (%s)".formatted(String.join(", ", columns), operator, String.join(", ", values));
    }

    private static List<String> with(List<String> list, String... more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    /**
     * The latest first, in the order of the index. By the moment alone the planner, which knows no values when it plans for all, would read
     * everybody's events to find those of a portal that has few.
     */
    String order() {
        return Stream.concat(key(asked()).stream(), Stream.of("at", "id"))
                .map(column -> column + " desc")
                .collect(Collectors.joining(", "));
    }

    /** What is asked to be equal, by column. */
    private Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        if (portals != null) {
            asked.put("portal_id", portals.size() == 1 ? ":portal" : "one_of_portals.portal");
        }
        if (customer != null) {
            asked.put("customer_id", ":customer");
        }
        if (!events.isEmpty()) {
            asked.put("event", events.size() == 1 ? ":event" : "one_of_events.word");
        }
        if (request != null) {
            asked.put("request_id", ":request");
        }
        if (doer != null) {
            asked.put("actor", ":actor");
            asked.put("actor_id", ":actor_id");
        }
        return asked;
    }

    /** The first columns of the index that serves it; none where that is the one of moments, or of requests, which have few events. */
    private static List<String> key(Map<String, String> asked) {
        if (asked.containsKey("request_id")) {
            return List.of();
        }
        if (asked.containsKey("actor_id") && !asked.containsKey("customer_id")) {
            return List.of("actor", "actor_id");
        }
        return asked.containsKey("customer_id")
                ? List.of("customer_id")
                : Stream.of("portal_id", "event").filter(asked::containsKey).toList();
    }
}
