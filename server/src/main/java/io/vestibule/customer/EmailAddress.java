package io.vestibule.customer;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail can go to: a dot-atom and a domain name of two labels or more, in ASCII (RFC 5321 sections 2.4 and
 * 4.1.2; an internationalised domain in its A-label form), at most 254 characters. Keeps the spelling it was given.
 */
public record EmailAddress(String value) {
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+@" + LABEL + "(?:\\." + LABEL + ")++");

    public EmailAddress {
        if (value.length() > 254
                || value.indexOf('@') > 64
                || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an email address");
        }
    }

    /** The address; empty if the text is none. Blanks around it don't count; line ends are no blanks. */
    public static Optional<EmailAddress> parse(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EmailAddress(Blanks.strip(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The login that an address is. */
    public LoginName login() {
        return LoginName.of(value);
    }
}
