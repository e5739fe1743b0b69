package io.vestibule.console;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form, as it is shown.
 *
 * @param value   what stands in it: what was typed, where it was
 * @param hint    null for none
 * @param options of a choice
 */
public record Field(
        String name,
        String label,
        Kind kind,
        String value,
        @Nullable String hint,
        List<Option> options) {

    /** What it is to a browser. */
    public enum Kind {
        LINE,
        LINES,
        CHOICE,
        TICK,
        FILE
    }

    /** One of a choice. */
    public record Option(String value, String label) {}

    private static Field of(
            Call call,
            String name,
            String label,
            Kind kind,
            String stored,
            @Nullable String hint,
            List<Option> options) {
        return new Field(name, label, kind, call.typed() ? call.field(name) : stored, hint, options);
    }

    static Field line(Call call, String name, String label, String stored, @Nullable String hint) {
        return of(call, name, label, Kind.LINE, stored, hint, List.of());
    }

    static Field lines(Call call, String name, String label, List<String> stored, @Nullable String hint) {
        return of(call, name, label, Kind.LINES, String.join("\n", stored), hint, List.of());
    }

    static Field tick(Call call, String name, String label, boolean stored, @Nullable String hint) {
        return of(call, name, label, Kind.TICK, stored ? "on" : "", hint, List.of());
    }

    static Field choice(Call call, String name, String label, String stored, List<Option> options) {
        return of(call, name, label, Kind.CHOICE, stored, null, options);
    }

    static Field file(String name, String label, @Nullable String hint) {
        return new Field(name, label, Kind.FILE, "", hint, List.of());
    }

    /** What stands in the lines of a field, without those that are empty. */
    static List<String> lines(Call call, String name) {
        return Stream.of(call.field(name).split("[\\r\\n,]+", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    public boolean ticked() {
        return !value.isEmpty();
    }
}
