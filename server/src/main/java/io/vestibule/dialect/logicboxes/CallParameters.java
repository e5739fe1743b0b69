package io.vestibule.dialect.logicboxes;

import io.vestibule.config.Cidr;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call, all text. What is missing is told by name, in one message; else what has a value that can't be. A
 * reader of a wrong one gives a placeholder that nobody may use before {@link #complete()}.
 */
final class CallParameters {
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");

    private final Parameters parameters;
    private final List<String> missing = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private CallParameters(Parameters parameters) {
        this.parameters = parameters;
    }

    static CallParameters of(Request request) {
        return new CallParameters(request.parameters());
    }

    /** The value; empty if it is missing, which {@link #complete()} tells. */
    String required(String name) {
        String value = optional(name);
        if (value.isEmpty()) {
            missing.add(name);
        }
        return value;
    }

    /** The value; empty if it is missing. */
    String optional(String name) {
        return parameters.get(name) instanceof Json.Text(String value) ? value : "";
    }

    /** A customer's id, somebody's or nobody's. */
    long id(String name) {
        Long value = required(name).isEmpty() ? null : optionalId(name);
        return value == null ? 0 : value;
    }

    /** The same; null if it is missing. */
    @Nullable
    Long optionalId(String name) {
        return fits(name, ID) ? Long.valueOf(optional(name)) : null;
    }

    /** The same for a parameter that may be given several times; empty ones are missing ones. */
    List<Long> ids(String name) {
        List<String> values = parameters.each(name).stream()
                .map(value -> value instanceof Json.Text(String text) ? text : "")
                .filter(value -> !value.isEmpty())
                .toList();
        if (!values.stream().allMatch(value -> ID.matcher(value).matches())) {
            wrong.add(name);
            return List.of();
        }
        return values.stream().map(Long::valueOf).toList();
    }

    /** A whole number from 1 to {@code most}; {@code usual} if it is missing. */
    int count(String name, int usual, int most) {
        Long value = optionalId(name);
        if (value != null && (value < 1 || value > most)) {
            wrong.add(name);
            return usual;
        }
        return value == null ? usual : value.intValue();
    }

    /** A number that isn't negative; null if it is missing. Some clients send seconds with a fraction. */
    @Nullable
    BigDecimal amount(String name) {
        return fits(name, AMOUNT) ? new BigDecimal(optional(name)) : null;
    }

    /** A text to search for; null if it is missing. */
    @Nullable
    String line(String name) {
        String value = optional(name);
        if (value.length() > 255 || value.chars().anyMatch(Character::isISOControl)) {
            wrong.add(name);
        }
        return value.isEmpty() ? null : value;
    }

    /** An IP address; null if it is missing. */
    @Nullable
    InetAddress address(String name) {
        String value = optional(name);
        try {
            return value.isEmpty() ? null : Cidr.address(value);
        } catch (IllegalArgumentException e) {
            wrong.add(name);
            return null;
        }
    }

    private boolean fits(String name, Pattern form) {
        String value = optional(name);
        boolean fits = form.matcher(value).matches();
        if (!fits && !value.isEmpty()) {
            wrong.add(name);
        }
        return fits;
    }

    /** Keeps a parameter as one whose value can't be. */
    void refuse(String name) {
        wrong.add(name);
    }

    boolean complete() {
        return missing.isEmpty() && wrong.isEmpty();
    }

    String objection() {
        return missing.isEmpty() ? "Invalid value for parameter: " + String.join(", ", wrong) : missing(missing);
    }

    static String missing(List<String> names) {
        return "Required parameter missing: " + String.join(", ", names);
    }
}
