package io.vestibule.customer;

import java.util.regex.Pattern;

/**
 * A name to sign in with beside the address: 1 to 255 printable ASCII characters without spaces. It may look like an address:
 * people like to sign in with theirs. That proves no mailbox and gets no mail. Keeps the spelling it was given.
 */
public record Username(String value) {
    private static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

    public Username {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a username has 1 to 255 letters, digits and signs of ASCII, without spaces");
        }
    }

    /** Whether the text can be one. */
    public static boolean fits(String text) {
        return FORM.matcher(text).matches();
    }

    /** The login that a username is. */
    public LoginName login() {
        return LoginName.of(value);
    }
}
