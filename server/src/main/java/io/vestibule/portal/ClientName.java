package io.vestibule.portal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an API client. A user name of HTTP's Basic scheme can't hold a colon (RFC 7617 section 2); the rest keeps it easy to type
 * and quote.
 */
public record ClientName(String value) {
    /** What it has to have. */
    public static final String RULE = "1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public ClientName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not the name of an API client");
        }
    }

    /** The name; empty if the text is none. */
    public static Optional<ClientName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ClientName(text)) : Optional.empty();
    }
}
