package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts, by name, what a file tells that no profile of the portal has a place for. */
public final class Unmapped {
    private static final int MOST_NAMES = 200;
    private static final String OTHERS = "(others)";

    private final Map<String, Long> counts = new ConcurrentSkipListMap<>();

    void add(String name) {
        add(name, 1);
    }

    private void add(String name, long count) {
        counts.merge(counts.size() < MOST_NAMES || counts.containsKey(name) ? name : OTHERS, count, Long::sum);
    }

    /** The same with these more. */
    Unmapped with(Collection<String> names) {
        Unmapped more = names.isEmpty() ? this : with(new Unmapped());
        names.forEach(more::add);
        return more;
    }

    /** The same with what another counted. */
    Unmapped with(Unmapped other) {
        Unmapped both = new Unmapped();
        counts.forEach(both::add);
        other.counts.forEach(both::add);
        return both;
    }

    /** As it is kept. */
    public Json json() {
        Json.Builder object = Json.object();
        counts.forEach(object::put);
        return object.build();
    }

    /** What was kept. */
    public static Unmapped of(Json kept) {
        Unmapped read = new Unmapped();
        if (kept instanceof Json.Object object) {
            object.fields().forEach((name, count) -> {
                if (count instanceof Json.Number(String literal)) {
                    read.add(name, Long.parseLong(literal));
                }
            });
        }
        return read;
    }

    /** How often each was told. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
