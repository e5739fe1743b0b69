package io.vestibule.http;

import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the names of a form's fields spell: {@code pet[name]=Rex} an object, as PHP's {@code http_build_query} does, and
 * {@code pets[0]=Rex&pets[1]=Tom} and {@code pets[]=Rex&pets[]=Tom} an array.
 */
public final class FormStructures {
    private static final int DEEPEST = 4;
    private static final Pattern BRACKETS = Pattern.compile("([^\\[]+)\\[(.*)]", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("0|[1-9][0-9]{0,8}");

    private FormStructures() {}

    /** Whether a field is one item of an array: its name given again is no repetition. */
    static boolean isItem(String name) {
        return name.length() > 2 && name.endsWith("[]");
    }

    /**
     * The values by name, each structure whole, in the order of the request; the caller's to change.
     *
     * @param meaning of a structure's name and value: all that is in it came as text
     */
    public static Map<String, Json> gather(Map<String, Json> sent, Meaning meaning) {
        Map<String, Json> gathered = new LinkedHashMap<>();
        Map<String, Map<String, Json>> structures = new LinkedHashMap<>();
        sent.forEach((name, value) -> {
            var brackets = BRACKETS.matcher(name);
            List<String> path = brackets.matches() ? List.of(brackets.group(2).split("]\\[", -1)) : List.of();
            if (path.isEmpty() || path.size() > DEEPEST) {
                gathered.putIfAbsent(name, value);
            } else {
                gathered.put(brackets.group(1), Json.Null.NULL); // its place
                place(structures.computeIfAbsent(brackets.group(1), first -> new LinkedHashMap<>()), path, value);
            }
        });
        structures.forEach((name, parts) -> gathered.put(name, meaning.of(name, whole(parts))));
        return gathered;
    }

    /** What a structure means. */
    @FunctionalInterface
    public interface Meaning {
        Json of(String name, Json value);
    }

    private static void place(Map<String, Json> into, List<String> path, Json value) {
        String name = path.getFirst();
        if (path.size() > 1) {
            Map<String, Json> inner = into.get(name) instanceof Json.Object object
                    ? new LinkedHashMap<>(object.fields())
                    : new LinkedHashMap<>();
            place(inner, path.subList(1, path.size()), value);
            into.put(name, new Json.Object(new LinkedHashMap<>(inner)));
        } else if (!name.isEmpty()) {
            into.put(name, value);
        } else if (value instanceof Json.Array(List<Json> items)) {
            items.forEach(item -> append(into, item));
        } else {
            append(into, value);
        }
    }

    /** An empty text is no item: pages send one to say that nothing is chosen. */
    private static void append(Map<String, Json> into, Json item) {
        int place = into.size();
        while (into.containsKey(Integer.toString(place))) {
            place++;
        }
        if (!item.equals(Json.of(""))) {
            into.put(Integer.toString(place), item);
        }
    }

    private static Json whole(Map<String, Json> parts) {
        Map<String, Json> whole = new LinkedHashMap<>();
        parts.forEach((name, part) ->
                whole.put(name, part instanceof Json.Object object ? whole(object.fields()) : part));
        return whole.keySet().stream().allMatch(name -> PLACE.matcher(name).matches())
                ? new Json.Array(List.copyOf(whole.values()))
                : new Json.Object(new LinkedHashMap<>(whole));
    }
}
