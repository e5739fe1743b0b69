package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The customers of another system's files, with what other records tell of them: some hundred are read at a time. */
final class SystemPieces implements Pieces {
    private static final int AHEAD = 500;

    private final OtherSystem system;
    private final String word;
    private final Records records;
    private final @Nullable SideStore side;
    private final Deque<SourceRecord> ready = new ArrayDeque<>();
    private boolean begun;

    /**
     * The customers of files.
     *
     * @param word what the system is called
     * @param side null: no other records tell more
     */
    SystemPieces(OtherSystem system, String word, Records records, @Nullable SideStore side) {
        this.system = system;
        this.word = word;
        this.records = records;
        this.side = side;
    }

    @Override
    public @Nullable List<SourceRecord> next() {
        if (ready.isEmpty()) {
            fill();
        }
        SourceRecord source = ready.poll();
        return source == null ? null : List.of(source);
    }

    private void fill() {
        List<Records.One> some = new ArrayList<>();
        while (some.size() < AHEAD) {
            Records.One one = records.next();
            if (one == null) {
                break;
            }
            if (!system.sideLists().contains(one.list())) {
                some.add(withoutErrors(one));
            }
        }
        Map<String, Map<String, List<String>>> more = side == null
                ? Map.of()
                : side.of(some.stream()
                        .map(Records.One::object)
                        .filter(Objects::nonNull)
                        .map(system::key)
                        .filter(Objects::nonNull)
                        .toList());
        some.forEach(one -> ready.add(record(one, more)));
    }

    /** A line of an error file without what that added to it. */
    private static Records.One withoutErrors(Records.One one) {
        Json.Object object = one.object();
        if (object == null || object.get(FieldNames.ERROR_LINE) == null) {
            return one;
        }
        var fields = new LinkedHashMap<>(object.fields());
        fields.keySet().removeAll(FieldNames.OF_ERROR_FILES);
        return new Records.One(one.line(), one.list(), new Json.Object(fields), one.text(), null);
    }

    private SourceRecord record(Records.One one, Map<String, Map<String, List<String>>> more) {
        Json.Object record = one.object();
        if (record == null) {
            return SourceRecord.broken(one.line(), one.text(), String.valueOf(one.fault()));
        }
        if (system.marks().stream().noneMatch(name -> record.get(name) != null)) {
            return stranger(one);
        }
        begun = true;
        String key = system.key(record);
        Map<String, List<String>> side = key == null ? Map.of() : more.getOrDefault(key, Map.of());
        return SourceRecord.of(one.line(), Raw.of(record, one.text().length), system.map(record, side));
    }

    private SourceRecord stranger(Records.One one) {
        String what = "no record of " + word + "'s: it has no "
                + String.join(", no ", system.marks().stream().sorted().toList());
        if (!begun) {
            throw new UnusableFileException("What stands in line " + one.line() + " is " + what + ".");
        }
        return SourceRecord.broken(one.line(), one.text(), "The record is " + what + ".");
    }

    @Override
    public long bytes() {
        return records.bytes();
    }
}
