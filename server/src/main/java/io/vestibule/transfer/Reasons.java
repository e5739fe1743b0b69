package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why lines were refused, and how often. */
public final class Reasons {
    private static final int MOST = 1_000;

    private final Map<String, Reason> reasons = new LinkedHashMap<>();

    /**
     * One reason.
     *
     * @param first the first line that was refused for it
     */
    public record Reason(String sentence, long count, long first) {}

    private void add(String sentence, long line) {
        if (reasons.size() < MOST || reasons.containsKey(sentence)) {
            reasons.merge(
                    sentence,
                    new Reason(sentence, 1, line),
                    (before, now) -> new Reason(sentence, before.count() + 1, before.first()));
        }
    }

    /** The same with these more. */
    Reasons with(List<ErrorText.Line> refused) {
        if (refused.isEmpty()) {
            return this;
        }
        Reasons more = new Reasons();
        more.reasons.putAll(reasons);
        refused.forEach(line -> more.add(line.reason(), line.source().line()));
        return more;
    }

    /** As they are kept. */
    public Json json() {
        return new Json.Array(reasons.values().stream()
                .<Json>map(one -> Json.object()
                        .put("reason", one.sentence())
                        .put("count", one.count())
                        .put("first", one.first())
                        .build())
                .toList());
    }

    /** Those that were kept. */
    public static Reasons of(Json kept) {
        Reasons read = new Reasons();
        if (kept instanceof Json.Array(List<Json> each)) {
            for (Json one : each) {
                if (one instanceof Json.Object reason) {
                    String sentence = reason.text("reason").orElse("");
                    read.reasons.put(sentence, new Reason(sentence, number(reason, "count"), number(reason, "first")));
                }
            }
        }
        return read;
    }

    private static long number(Json.Object object, String name) {
        return object.get(name) instanceof Json.Number(String literal) ? Long.parseLong(literal) : 0;
    }

    /** How many different ones there are; no more than a thousand are kept. */
    public int size() {
        return reasons.size();
    }

    /** The most frequent ones. */
    public List<Reason> most(int count) {
        return reasons.values().stream()
                .sorted(Comparator.comparingLong(Reason::count).reversed().thenComparingLong(Reason::first))
                .limit(count)
                .toList();
    }
}
