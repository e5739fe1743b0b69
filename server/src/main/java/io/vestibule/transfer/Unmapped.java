package io.vestibule.transfer;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts, by name, what a file tells that no profile of the portal has a place for. */
public final class Unmapped {
    private static final int MOST_NAMES = 200;
    private static final String OTHERS = "(others)";

    private final Map<String, Long> counts = new ConcurrentSkipListMap<>();

    void add(String name) {
        counts.merge(counts.size() < MOST_NAMES || counts.containsKey(name) ? name : OTHERS, 1L, Long::sum);
    }

    void addAll(Collection<String> names) {
        names.forEach(this::add);
    }

    /** How often each was told. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
