package io.vestibule.transfer;

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

    void add(String sentence, long line) {
        if (reasons.size() < MOST || reasons.containsKey(sentence)) {
            reasons.merge(
                    sentence,
                    new Reason(sentence, 1, line),
                    (before, now) -> new Reason(sentence, before.count() + 1, before.first()));
        }
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
