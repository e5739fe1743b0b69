package io.vestibule.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statement as PostgreSQL was asked to execute it, and with what. */
record Statement(String sql, List<@Nullable String> parameters) {
    private static final Pattern EXECUTED =
            Pattern.compile("execute (?:<unnamed>|[^ :]+)(?:/[^ :]+)?: (.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER =
            Pattern.compile("\\$\\d+ = (NULL|'((?:[^']|'')*)')(?:, |$)", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

    /** What a value that looks so is of; any other is a text. */
    private static final Map<String, String> TYPES = Map.of(
            Repetition.NUMBER,
            "bigint",
            Repetition.UUID,
            "uuid",
            Repetition.BYTES,
            "bytea",
            "\\{" + Repetition.NUMBER + "\\}",
            "bigint[]",
            "\\{\"\\{.*",
            "text[]");

    /** The statement that a line of the server's log tells of; null for any other line. */
    static @Nullable Statement in(String message, String detail) {
        Matcher executed = EXECUTED.matcher(message);
        if (!executed.matches()) {
            return null;
        }
        List<@Nullable String> parameters = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(detail);
        while (parameter.find()) {
            parameters.add(
                    parameter.group(2) == null ? null : parameter.group(2).replace("''", "'"));
        }
        return new Statement(executed.group(1).strip(), Collections.unmodifiableList(parameters));
    }

    /**
     * A script with which pgbench repeats it, but for its end.
     *
     * @param other the same statement of another request: what differs must vary
     * @throws IllegalStateException if a parameter differs and nobody said how it may
     */
    String script(Statement other, Repetition repetition) {
        StringBuilder script = new StringBuilder();
        repetition.choose().forEach(line -> script.append(line).append('\n'));
        Matcher place = PLACE.matcher(sql);
        while (place.find()) {
            int index = Integer.parseInt(place.group(1)) - 1;
            place.appendReplacement(script, Matcher.quoteReplacement(value(index, other, repetition)));
        }
        place.appendTail(script);
        return script.toString();
    }

    private String value(int index, Statement other, Repetition repetition) {
        String value = parameters.get(index);
        if (!Objects.equals(value, other.parameters.get(index))) {
            for (Repetition.Variation variation : repetition.variations()) {
                if (value != null && value.matches(variation.value())) {
                    return variation.expression() == null ? constant(index, value) : "(" + variation.expression() + ")";
                }
            }
            throw new IllegalStateException("parameter $" + (index + 1) + " varies, and nothing says how: " + sql);
        }
        return value == null ? "null" : constant(index, value);
    }

    /** A variable of pgbench's with a fixed value: so it is bound to the statement, as the product's is. */
    private static String constant(int index, String value) {
        String type = TYPES.entrySet().stream()
                .filter(known -> value.matches(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("text");
        return "(:" + variable(index) + "::" + type + ")";
    }

    /** The definitions of those variables, as arguments for pgbench. */
    List<String> definitions() {
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) != null) {
                definitions.addAll(List.of("-D", variable(i) + "=" + parameters.get(i)));
            }
        }
        return definitions;
    }

    private static String variable(int index) {
        return "parameter" + (index + 1);
    }
}
