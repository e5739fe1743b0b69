package io.vestibule.console;

import io.vestibule.audit.StatisticsStore.By;
import io.vestibule.audit.StatisticsStore.Selection;
import io.vestibule.http.Digits;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the overview is asked for: whoever asks the same is shown the same.
 *
 * @param theirs  the portals that the operator has to do with; null: all
 * @param portal  the one that they chose; null: all of theirs
 * @param dialect, client, method null: any
 */
public record OverviewQuery(
        @Nullable List<Long> theirs,
        @Nullable Long portal,
        TimeRange range,
        @Nullable String dialect,
        @Nullable Long client,
        @Nullable String method) {
    private static final int LONGEST_WORD = 40;

    static OverviewQuery of(Call call) {
        return new OverviewQuery(
                call.principal().portals().ids(),
                call.portal(),
                TimeRange.parse(call.query("range").orElse("")),
                word(call, "dialect"),
                call.query("client").flatMap(Digits::number).orElse(null),
                word(call, "method"));
    }

    private static @Nullable String word(Call call, String name) {
        return call.query(name)
                .filter(word -> !word.isBlank() && word.length() <= LONGEST_WORD)
                .orElse(null);
    }

    @Nullable
    List<Long> portals() {
        return portal == null ? theirs : List.of(portal);
    }

    Selection selection() {
        return new Selection(portals(), dialect, client, method);
    }

    /** What is chosen beside portal and range, by what it is told apart by. */
    Map<By, String> chosen() {
        Map<By, String> chosen = new LinkedHashMap<>();
        if (dialect != null) {
            chosen.put(By.DIALECT, dialect);
        }
        if (client != null) {
            chosen.put(By.CLIENT, client.toString());
        }
        if (method != null) {
            chosen.put(By.METHOD, method);
        }
        return chosen;
    }

    /** The same for another time. */
    OverviewQuery in(TimeRange other) {
        return new OverviewQuery(theirs, portal, other, dialect, client, method);
    }

    /** The same of those events alone that have this; of all, for null. */
    OverviewQuery with(By by, @Nullable String value) {
        Long id = value == null ? null : Digits.number(value).orElse(null);
        return switch (by) {
            case PORTAL -> new OverviewQuery(theirs, id, range, dialect, client, method);
            case DIALECT -> new OverviewQuery(theirs, portal, range, value, client, method);
            case CLIENT -> new OverviewQuery(theirs, portal, range, dialect, id, method);
            case METHOD -> new OverviewQuery(theirs, portal, range, dialect, client, value);
            case REASON -> this;
        };
    }

    /** The parameters that stay when another portal is chosen: not the client, which is of one. */
    public Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        if (range != TimeRange.DAY) {
            kept.put("range", range.label());
        }
        if (dialect != null) {
            kept.put("dialect", dialect);
        }
        if (method != null) {
            kept.put("method", method);
        }
        return kept;
    }

    /** The query of its address, with the question mark; empty for what is usual. */
    String text() {
        Map<String, String> named = new LinkedHashMap<>(kept());
        if (client != null) {
            named.put("client", client.toString());
        }
        if (portal != null && (theirs == null || theirs.size() > 1)) {
            named.put("portal", portal.toString());
        }
        List<String> pairs = new ArrayList<>();
        named.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }
}
