package io.vestibule.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fields of a comma-separated file (RFC 4180). */
public final class Csv {
    /** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"). */
    private static final Pattern FORMULA =
            Pattern.compile("[=+\\-@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private Csv() {}

    /** A value as a field: quoted where it has to be, and never a formula; an apostrophe before it keeps it text. */
    public static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        String harmless =
                FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
        boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted || !harmless.equals(text) ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
