package io.vestibule.customer;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name to sign in with beside the address: 1 to 255 printable ASCII characters without spaces. It may look like an address:
 * people like to sign in with theirs. That proves no mailbox and gets no mail. Keeps the spelling it was given.
 */
public record Username(String value) {
    /** What it consists of. */
    public static final String FORM_RULE = "1 to 255 letters, digits and signs of ASCII, without spaces";
    /** What a text must be to be one. */
    public static final String RULE = "a username has " + FORM_RULE;

    private static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

    public Username {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(RULE);
        }
    }

    /** The username; empty if the text is none. Blanks around it don't count. */
    public static Optional<Username> parse(String text) {
        String name = Blanks.strip(text);
        return FORM.matcher(name).matches() ? Optional.of(new Username(name)) : Optional.empty();
    }

    /** The login that a username is. */
    public LoginName login() {
        return LoginName.of(value);
    }
}
