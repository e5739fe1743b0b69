package io.vestibule.customer;

import java.util.regex.Pattern;

/**
 * A name to sign in with beside the address: 2 to 64 ASCII letters, digits, dots, hyphens, underscores and plus signs, at least
 * one of them a letter. It is no address, so that nobody takes another one's, and no number, so that it is no customer's id.
 * Keeps the spelling it was given.
 */
public record Username(String value) {
    private static final Pattern FORM = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9._+-]{2,64}");

    public Username {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a username has 2 to 64 of A-Z, a-z, 0-9, '.', '_', '+' and '-', at least one of them a letter");
        }
    }

    /** The login that a username is. */
    public LoginName login() {
        return LoginName.of(value);
    }
}
