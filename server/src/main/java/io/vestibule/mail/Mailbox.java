package io.vestibule.mail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a mail is from: {@code Example Homes <hello@example.com>}.
 *
 * @param name shown in place of the address; null: none given
 */
public record Mailbox(@Nullable String name, String address) {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"(),:;\\[\\]\\\\]+@[A-Za-z0-9.-]+");
    private static final Pattern NAMED = Pattern.compile("\"?([^\"<>]*?)\"?\\s*<([^<>]+)>");

    /** Refuses what isn't one plain address, and names that could end a header's line. */
    public Mailbox {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("A sender must be an address or Name <address>");
        }
        if (name != null && name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A control character in a sender's name");
        }
    }

    /**
     * Reads {@code address} or {@code Name <address>}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Mailbox parse(String text) {
        Matcher named = NAMED.matcher(text.strip());
        if (!named.matches()) {
            return new Mailbox(null, text.strip());
        }
        String name = named.group(1).strip();
        return new Mailbox(name.isEmpty() ? null : name, named.group(2).strip());
    }

    /** What follows the @. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
