package io.vestibule.dialect.keaze;

import io.vestibule.http.Request;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The language that a customer's browser asks for first ({@code Accept-Language}): that of their mail. */
final class Languages {
    private static final Pattern FIRST = Pattern.compile("^\\s*([A-Za-z]{2})(?:[-,;\\s]|$)");

    private Languages() {}

    static @Nullable String of(Request request) {
        Matcher first = FIRST.matcher(request.header("Accept-Language").orElse(""));
        return first.find() ? first.group(1).toLowerCase(Locale.ROOT) : null;
    }
}
