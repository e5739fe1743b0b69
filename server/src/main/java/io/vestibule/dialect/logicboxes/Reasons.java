package io.vestibule.dialect.logicboxes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** "Validation errors name their fields in one message": why parameters are refused, one reason each. */
final class Reasons {
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** One reason alone. */
    static Reasons of(String parameter, String reason) {
        Reasons one = new Reasons();
        one.add(parameter, reason);
        return one;
    }

    /** Keeps a reason; the first that a parameter has. */
    void add(String parameter, String reason) {
        reasons.putIfAbsent(parameter, reason.replace(',', ';')); // a comma ends it
    }

    boolean none() {
        return reasons.isEmpty();
    }

    /** Whether the parameter has none. */
    boolean none(String parameter) {
        return !reasons.containsKey(parameter);
    }

    /** These reasons in the order of {@code parameters}, and no others. */
    Reasons inOrder(List<String> parameters) {
        Reasons ordered = new Reasons();
        for (String parameter : parameters) {
            if (!none(parameter)) {
                ordered.add(parameter, Objects.requireNonNull(reasons.get(parameter)));
            }
        }
        return ordered;
    }

    /** {@code {field=reason, field=reason}} */
    String message() {
        return reasons.entrySet().stream()
                .map(reason -> reason.getKey() + "=" + reason.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
