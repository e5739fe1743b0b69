package io.vestibule.http;

import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named values of a request, from its query and its body together. A name that was given twice, in one place or
 * across both, has no value: {@link #repeated()} has it, and no caller can act on half of what was said.
 */
public final class Parameters {
    /** How many values a request may have: what they take in memory is bounded by that, not by their bytes. */
    static final int MOST = 1000;

    private final Map<String, Json> values = new LinkedHashMap<>();
    private final Map<String, List<Json>> repeated = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private int count;

    /** Parameters that were kept, as texts. */
    public static Parameters of(Map<String, String> texts) {
        Parameters parameters = new Parameters();
        texts.forEach(parameters::add);
        return parameters;
    }

    /** Adds {@code name=value&…}. */
    void addForm(String encoded) {
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = Percent.decodeForm(equals < 0 ? pair : pair.substring(0, equals));
                add(name, new Json.Text(equals < 0 ? "" : Percent.decodeForm(pair.substring(equals + 1))));
            }
        }
    }

    /** Adds the fields of a JSON object. */
    void addJson(Json.Object object) {
        object.fields().forEach(this::add);
    }

    /** Adds a field of a form. */
    void add(String name, String value) {
        add(name, new Json.Text(value));
    }

    /** Adds a file of a form. One that is empty is none: browsers send it where nobody chose any. */
    void addFile(String name, byte[] content) {
        if (content.length > 0 && files.putIfAbsent(name, content) != null) {
            throw RequestException.malformed("A file was given more than once.");
        }
    }

    /** The file of a form, of a route that takes one; empty where none was chosen. */
    public Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name)).map(byte[]::clone);
    }

    private void add(String name, Json value) {
        if (++count > MOST) {
            throw tooMany(MOST);
        }
        List<Json> several = repeated.get(name);
        if (several != null) {
            several.add(value);
            return;
        }
        Json first = values.putIfAbsent(name, value);
        if (first != null) {
            values.remove(name);
            repeated.put(name, new ArrayList<>(List.of(first, value)));
        }
    }

    static RequestException tooMany(int most) {
        return RequestException.malformed("The request has more than " + most + " values.");
    }

    /** The value; null where there is none. An empty string and a JSON null are a missing field. */
    public @Nullable Json get(String name) {
        Json value = values.get(name);
        return isMissing(value) ? null : value;
    }

    private static boolean isMissing(@Nullable Json value) {
        return value instanceof Json.Null
                || (value instanceof Json.Text text && text.value().isEmpty());
    }

    /** The value where it is text; empty for any other, and where there is none. */
    public Optional<String> text(String name) {
        return get(name) instanceof Json.Text(String text) ? Optional.of(text) : Optional.empty();
    }

    /** The value, or what a form spells by names with brackets ({@link FormStructures}); null where there is neither. */
    public @Nullable Json structure(String name) {
        Json value = FormStructures.gather(all(), (structure, parts) -> parts).get(name);
        return isMissing(value) ? null : value;
    }

    /** Whether a name or a text has a NUL character, which the database can't store. */
    public boolean hasNul() {
        return values.entrySet().stream()
                .anyMatch(named -> named.getKey().indexOf('\0') >= 0
                        || (named.getValue() instanceof Json.Text(String text) && text.indexOf('\0') >= 0));
    }

    /** Every value as it was sent, empty ones too, in the order of the request, then the lists; the caller's to change. */
    public Map<String, Json> all() {
        Map<String, Json> all = new LinkedHashMap<>(values);
        repeated.forEach((name, several) -> {
            if (FormStructures.isItem(name)) {
                all.put(name, new Json.Array(List.copyOf(several)));
            }
        });
        return all;
    }

    /** The names that were given more than once. */
    public Set<String> repeated() {
        return Set.copyOf(repeated.keySet());
    }

    /** Each value of a parameter that a call takes several times, empty ones too, in the order of the request. */
    public List<Json> each(String name) {
        Json single = values.get(name);
        return single == null ? List.copyOf(repeated.getOrDefault(name, List.of())) : List.of(single);
    }

    /** Refuses a request that says anything twice. A list's items, {@code name[]=…}, are no repetition. */
    public Parameters once() {
        if (!repeated.keySet().stream().allMatch(FormStructures::isItem)) {
            throw RequestException.malformed("A parameter was given more than once.");
        }
        return this;
    }
}
