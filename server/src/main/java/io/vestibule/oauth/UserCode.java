package io.vestibule.oauth;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a customer types who signs in on behalf of a device: eight letters that can't be mistaken for each other and spell no word (RFC 8628
 * section 6.1). There are 25 billion, and each is good for ten minutes.
 *
 * @param letters upper case, without the hyphen that they are shown with
 */
public record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    static UserCode random() {
        return new UserCode(RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .reduce("", String::concat));
    }

    /** The code that somebody typed, in any case and with anything between its letters; empty if it can't be one. */
    public static Optional<UserCode> parse(String typed) {
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return FORM.matcher(letters).matches() ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /** As it is shown: {@code BCDF-GHJK}. */
    public String shown() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }
}
