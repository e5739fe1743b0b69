package io.vestibule.customer;

import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Changes to a profile that somebody asks for, and what is wrong with them. {@link ProfileSchema} makes them. */
public final class ProfileChanges {
    private final Map<String, Json> values = new LinkedHashMap<>();
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    ProfileChanges() {}

    void take(String name, Json value) {
        values.put(name, value);
    }

    /** Keeps a sentence about a field, which isn't changed then. */
    public void refuse(String name, String sentence) {
        values.remove(name);
        errors.computeIfAbsent(name, n -> new ArrayList<>()).add(sentence);
    }

    /** Puts what is wrong in the order in which it was sent; what wasn't sent follows. */
    void order(Set<String> sent) {
        Map<String, List<String>> unordered = new LinkedHashMap<>(errors);
        errors.clear();
        Stream.concat(sent.stream(), unordered.keySet().stream())
                .filter(unordered::containsKey)
                .forEach(name -> errors.put(name, unordered.get(name)));
    }

    /** The changes that are right, and are changes; JSON null clears its field. */
    public Map<String, Json> values() {
        return values;
    }

    /** What is wrong, sentences by field. */
    public Map<String, List<String>> errors() {
        return errors;
    }

    /** The profile of a customer who is about to be made. */
    public Profile asNew() {
        return Profile.EMPTY.with(values);
    }
}
