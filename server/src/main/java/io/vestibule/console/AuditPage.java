package io.vestibule.console;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import io.vestibule.http.Answer;
import io.vestibule.http.Dates;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audit, searched a page at a time, the latest first. Exports are the admin API's, which takes the console's session. */
public final class AuditPage implements ConsolePage {
    private static final int PAGE = 100;
    private static final Pattern BY = Pattern.compile("(?i)(operator|key) *([0-9]{1,18})");

    private final ConsoleRoutes routes;
    private final AuditStore audit;

    public AuditPage(ConsoleRoutes routes, AuditStore audit) {
        this.routes = routes;
        this.audit = audit;
    }

    /**
     * What the template shows.
     *
     * @param typed what is looked for, by field
     * @param older the query of the next page; null where there is none
     * @param exports the addresses of the whole, by format; empty where their role doesn't permit it
     * @param fault what is wrong with what was typed; null for nothing
     */
    public record View(
            Layout layout,
            Map<String, String> typed,
            List<AuditEvent> events,
            @Nullable String older,
            Map<String, String> exports,
            @Nullable String fault) {
        /** What was typed into a field. */
        public String field(String name) {
            return typed.getOrDefault(name, "");
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page("/console/audit", Action.AUDIT_READ, this::show));
    }

    private Answer show(Call call) {
        Layout layout = call.layout(Section.AUDIT);
        Map<String, String> typed = new LinkedHashMap<>();
        for (String field : List.of("event", "customer", "by", "request", "since", "until")) {
            call.query(field)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> typed.put(field, text));
        }
        Optional<Long> customer = number(typed.get("customer"));
        Optional<Instant> since = day(typed.get("since"), 0);
        Optional<Instant> until = day(typed.get("until"), 1);
        Optional<AuditSearch.Doer> doer = doer(typed.get("by"));
        String fault = fault(typed, customer, doer, since, until);
        if (fault != null) {
            return Screen.show(422, "audit", new View(layout, typed, List.of(), null, Map.of(), fault));
        }
        AuditSearch search = new AuditSearch(
                        call.principal().portals().narrowedTo(call.portal()).ids(),
                        customer.orElse(null),
                        Optional.ofNullable(typed.get("event")).map(List::of).orElse(List.of()),
                        typed.get("request"),
                        since.orElse(null),
                        until.orElse(null),
                        call.query("before").flatMap(Digits::number).orElse(null),
                        PAGE + 1)
                .by(doer.orElse(null));
        List<AuditEvent> events = audit.latest(search);
        boolean more = events.size() > PAGE;
        List<AuditEvent> shown = more ? events.subList(0, PAGE) : events;
        String older = more
                ? "/console/audit?" + query(typed) + "before=" + shown.getLast().id()
                : null;
        return Screen.show(
                200, "audit", new View(layout, typed, shown, older, exports(call, typed, doer, since, until), null));
    }

    private static @Nullable String fault(
            Map<String, String> typed,
            Optional<Long> customer,
            Optional<AuditSearch.Doer> doer,
            Optional<Instant> since,
            Optional<Instant> until) {
        if (typed.containsKey("customer") && customer.isEmpty()) {
            return "A customer's id is a number.";
        }
        if (typed.containsKey("by") && doer.isEmpty()) {
            return "Who did it is written as operator 7, or key 3 for an API key.";
        }
        boolean noDay =
                (typed.containsKey("since") && since.isEmpty()) || (typed.containsKey("until") && until.isEmpty());
        return noDay ? "A day is written as 2026-11-28." : null;
    }

    /** Who did it, as the field has it; null where that is neither an operator nor an API key. */
    public static @Nullable String by(AuditEvent event) {
        AuditContext.By by = event.by();
        return by == null ? null : (Actor.OPERATOR.label().equals(event.actor()) ? "operator " : "key ") + by.id();
    }

    private static Optional<AuditSearch.Doer> doer(@Nullable String typed) {
        Matcher by = BY.matcher(typed == null ? "" : typed);
        return by.matches()
                ? Optional.of(new AuditSearch.Doer(
                        by.group(1).equalsIgnoreCase("key") ? Actor.API_KEY : Actor.OPERATOR,
                        Long.parseLong(by.group(2))))
                : Optional.empty();
    }

    private static Optional<Long> number(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(Digits::number);
    }

    /** The beginning of a day in UTC, or of so many days later. */
    private static Optional<Instant> day(@Nullable String text, int later) {
        return Optional.ofNullable(text)
                .flatMap(Dates::day)
                .map(day -> day.plusDays(later).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Map<String, String> exports(
            Call call,
            Map<String, String> typed,
            Optional<AuditSearch.Doer> doer,
            Optional<Instant> since,
            Optional<Instant> until) {
        if (Permissions.decide(call.principal(), Action.AUDIT_EXPORT) != Decision.GRANTED) {
            return Map.of();
        }
        Map<String, String> asked = new LinkedHashMap<>(typed);
        asked.remove("since");
        asked.remove("until");
        asked.remove("by");
        doer.ifPresent(
                one -> asked.put(one.actor() == Actor.OPERATOR ? "operator" : "apiKey", Long.toString(one.id())));
        since.ifPresent(moment -> asked.put("since", moment.toString()));
        until.ifPresent(moment -> asked.put("until", moment.toString()));
        Long portal = call.portal();
        if (portal != null) {
            asked.put("portal", portal.toString());
        }
        String base = call.layouts().base() + "/api/admin/v1/audit/export?" + query(asked) + "format=";
        Map<String, String> exports = new LinkedHashMap<>();
        exports.put("CSV", base + "csv");
        exports.put("JSON Lines", base + "jsonl");
        return exports;
    }

    private static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8) + "&")
                .collect(Collectors.joining());
    }
}
