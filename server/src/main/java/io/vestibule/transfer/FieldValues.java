package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a line as values of a type: null where nothing is told, or where what is told is a fault, which is kept. */
final class FieldValues {
    static final String A_TIME = "a time in ISO 8601, as 2026-01-31T12:00:00Z, or a day";

    private static final int MOST_DIGITS = 15;

    private final Map<String, Json> fields;
    private final Rules rules;
    private final long line;
    private final Faults faults;

    FieldValues(SourceRecord source, Rules rules, Faults faults) {
        this.fields = source.mapped().fields();
        this.rules = rules;
        this.line = source.line();
        this.faults = faults;
    }

    /** Null where nothing is told; a number's own literal. */
    @Nullable
    String text(String name) {
        return switch (fields.get(name)) {
            case null -> null;
            case Json.Null() -> null;
            case Json.Text(String text) -> text.isEmpty() ? null : text;
            case Json.Number(String literal) -> literal;
            case Json.Bool(boolean value) -> Boolean.toString(value);
            default -> "\uFFFF"; // no field takes it
        };
    }

    /** The same of what is a name or an address: blanks and line ends around it are nobody's. */
    @Nullable
    String stripped(String name) {
        String text = text(name);
        String bare = text == null ? "" : text.strip();
        return bare.isEmpty() ? null : bare;
    }

    /** The same of what databases write in their own way for nothing. */
    @Nullable
    String valued(String name) {
        String text = text(name);
        return text == null || Times.isNone(text) ? null : text;
    }

    @Nullable
    Long id(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        boolean number = text.length() <= MOST_DIGITS
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            faults.odd(name, "a whole number from 1 to 999999999999999");
        }
        return number ? Long.valueOf(text) : null;
    }

    @Nullable
    Boolean truth(String name) {
        String text = valued(name);
        Boolean truth = text == null ? null : Booleans.of(text);
        if (text != null && truth == null) {
            faults.odd(name, "true or false");
        }
        return truth;
    }

    @Nullable
    Instant moment(String name) {
        String text = valued(name);
        Instant moment = text == null ? null : moment(name, text);
        if (text != null && moment == null) {
            faults.odd(name, A_TIME);
        }
        return moment;
    }

    @Nullable
    Instant moment(String name, String text) {
        return switch (Times.read(text, rules.zone())) {
            case Times.Reading.At(Instant moment) -> moment;
            case Times.Reading.Zoneless() ->
                throw new UnusableFileException("Times in the file have no zone (line " + line + ": "
                        + faults.called(name) + " " + text
                        + "), and none is guessed. Type the same command with the zone that they are in: --zone UTC, or as"
                        + " --zone Europe/Berlin.");
            default -> null;
        };
    }
}
