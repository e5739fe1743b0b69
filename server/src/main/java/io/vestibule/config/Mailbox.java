package io.vestibule.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a mail is from (RFC 5322 section 3.4).
 *
 * @param name what people read; may be empty; no control character, so nothing can be slipped into a header
 * @param address local part and domain, ASCII
 */
public record Mailbox(String name, String address) {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}<>\"]{0,100}");
    private static final Pattern ADDRESS = Pattern.compile("[!-~&&[^<>@\"(),:;\\\\\\[\\]]]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern NAMED = Pattern.compile("([^<]*)<([^<>]*)>");

    public Mailbox {
        if (!NAME.matcher(name).matches() || !ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("not a mailbox");
        }
    }

    /** Reads {@code Name <name@example.com>} or {@code name@example.com}. */
    public static Mailbox parse(String text) {
        Matcher named = NAMED.matcher(text);
        return named.matches() ? new Mailbox(named.group(1).strip(), named.group(2)) : new Mailbox("", text);
    }

    /** What follows the @. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
