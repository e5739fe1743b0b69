package io.vestibule.json;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value, immutable. Whatever a value holds can be printed and read back as an equal value, but for nesting deeper
 * than {@link #parse} takes. {@code toString} is the JSON text itself: it may hold a password, so no value belongs in a log.
 */
@SuppressWarnings(
        "JavaLangClash") // Text, Number, Bool, Null, Array, Object: JSON's own words, always read behind "Json."
public sealed interface Json {

    /**
     * Reads exactly one value from UTF-8; a leading byte order mark is skipped.
     *
     * @throws MalformedJsonException if the bytes are empty, not UTF-8, not strict JSON (RFC 8259), hold more than one value, a
     *     name twice in one object, half a surrogate pair, or nest deeper than 32 levels; nothing else is ever thrown
     */
    static Json parse(byte[] utf8) {
        return parse(utf8, Integer.MAX_VALUE);
    }

    /** The same of what strangers send: a text with more values than so many isn't read, whatever memory they would take. */
    static Json parse(byte[] utf8, int mostValues) {
        return JsonReader.read(utf8, mostValues);
    }

    /**
     * The line of a JSON text, from 1, in which that begins which a JSON pointer (RFC 6901) leads to, or the nearest that is there on the way;
     * 0 where that is the whole text.
     */
    static int lineOf(byte[] utf8, String pointer) {
        return JsonLines.of(utf8, pointer);
    }

    /** The text, or JSON null for null. */
    static Json of(@Nullable String value) {
        return value == null ? Null.NULL : new Text(value);
    }

    static Json of(long value) {
        return new Number(Long.toString(value));
    }

    static Json of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    static Builder object() {
        return new Builder();
    }

    /** Compact JSON in UTF-8, without a byte order mark. */
    default byte[] utf8() {
        return JsonPrinter.print(this).getBytes(StandardCharsets.UTF_8);
    }

    /** A string. Refuses half a surrogate pair with {@link IllegalArgumentException}: UTF-8 can't carry it. */
    record Text(String value) implements Json {
        public Text {
            requireUnicode(value);
        }

        @Override
        public String toString() {
            return JsonPrinter.print(this);
        }
    }

    /** A number as it was written: {@code 1e3} stays {@code 1e3}, and equals only itself. Never rounded. */
    record Number(String literal) implements Json {
        private static final Pattern GRAMMAR =
                Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

        public Number {
            if (!GRAMMAR.matcher(literal).matches()) {
                throw new IllegalArgumentException("not a JSON number");
            }
        }

        @Override
        public String toString() {
            return literal;
        }
    }

    record Bool(boolean value) implements Json {
        public static final Bool TRUE = new Bool(true);
        public static final Bool FALSE = new Bool(false);

        @Override
        public String toString() {
            return JsonPrinter.print(this);
        }
    }

    /** JSON's null; {@link #NULL} is the one to use. */
    record Null() implements Json {
        public static final Null NULL = new Null();

        @Override
        public String toString() {
            return JsonPrinter.print(this);
        }
    }

    record Array(List<Json> items) implements Json {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return JsonPrinter.print(this);
        }
    }

    /** An object; prints its fields in the order given, and equals another with the same fields in any order. */
    record Object(SequencedMap<String, Json> fields) implements Json {
        public Object {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
            fields.keySet().forEach(Json::requireUnicode);
        }

        /** The field's value, {@link Null} if it says null, or null if there is no such field. */
        public @Nullable Json get(String name) {
            return fields.get(name);
        }

        /** The field's text; empty if there is no such field or it is anything but a string. */
        public Optional<String> text(String name) {
            return get(name) instanceof Text(String value) ? Optional.of(value) : Optional.empty();
        }

        @Override
        public String toString() {
            return JsonPrinter.print(this);
        }
    }

    /** Collects the fields of an object in order. A name put again keeps its place and takes the new value. */
    final class Builder {
        private final LinkedHashMap<String, Json> fields = new LinkedHashMap<>();

        private Builder() {}

        /** Puts the text, or JSON null for null. */
        public Builder put(String name, @Nullable String value) {
            return put(name, of(value));
        }

        public Builder put(String name, long value) {
            return put(name, of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, of(value));
        }

        public Builder put(String name, Json value) {
            fields.put(name, value);
            return this;
        }

        /** Leaves it out for null. */
        public Builder putIfPresent(String name, @Nullable String value) {
            return value == null ? this : put(name, of(value));
        }

        /** Leaves it out for null. */
        public Builder putIfPresent(String name, @Nullable Long value) {
            return value == null ? this : put(name, value.longValue());
        }

        public Object build() {
            return new Object(fields);
        }
    }

    private static void requireUnicode(String text) {
        if (!isUnicode(text)) {
            throw new IllegalArgumentException("not Unicode text: half a surrogate pair");
        }
    }

    /** Whether every surrogate stands in a pair. (Static methods of an interface are public or private.) */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i++;
                if (Character.isLowSurrogate(c) || i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
