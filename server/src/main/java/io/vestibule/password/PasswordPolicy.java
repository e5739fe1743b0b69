package io.vestibule.password;

import io.vestibule.secret.Secret;
import java.util.Collection;
import java.util.Optional;

/**
 * What a new password must be (contracts/keaze.md: "at least 6 characters by contract, at most 128, counted in code points;
 * common and breached passwords (an embedded list) are refused with a sentence"). No rules about kinds of characters (ASVS
 * 6.2.5). Only for passwords being set: at sign-in, whatever breaks these rules is an ordinary failure. Safe for use by many
 * threads at once.
 */
public final class PasswordPolicy {
    private static final int LEAST = 6;
    private static final int MOST = 128;

    /** Read, which takes some milliseconds, when the first password is set: no start waits for it, and no sign-in. */
    private static final class Breached {
        private static final CommonPasswords PASSWORDS = CommonPasswords.load();
    }

    /** Why a password is refused. */
    public enum Objection {
        TOO_SHORT("The password field must be at least " + LEAST + " characters."),
        TOO_LONG("The password field must not be greater than " + MOST + " characters."),
        UNUSABLE_CHARACTER("The password field contains a character that is not allowed."),
        NAMES_OWNER("The password field must be different from the email address and username."),
        TOO_COMMON("The password is too common.");

        private final String sentence;

        Objection(String sentence) {
            this.sentence = sentence;
        }
    }

    /** The same as {@link #objectionTo}, as an English sentence for the customer, without the password. */
    public Optional<String> objection(Secret password, Collection<String> logins) {
        return objectionTo(password, logins).map(objection -> objection.sentence);
    }

    /**
     * Why a password is refused, or empty if it is fine.
     *
     * @param logins the customer's own email addresses and username, which, like the part of an address before its {@code @},
     *     are no password (ASVS 6.2.11); case doesn't matter
     */
    public Optional<Objection> objectionTo(Secret password, Collection<String> logins) {
        String text = password.reveal();
        int length = text.codePointCount(0, text.length());
        if (length < LEAST) {
            return Optional.of(Objection.TOO_SHORT);
        }
        if (length > MOST) {
            return Optional.of(Objection.TOO_LONG);
        }
        if (text.codePoints().anyMatch(PasswordPolicy::unusable)) {
            return Optional.of(Objection.UNUSABLE_CHARACTER);
        }
        if (logins.stream().anyMatch(login -> names(login, text))) {
            return Optional.of(Objection.NAMES_OWNER);
        }
        return Breached.PASSWORDS.contain(text) ? Optional.of(Objection.TOO_COMMON) : Optional.empty();
    }

    /** A zero ends a text in other people's C code; a lone surrogate has no UTF-8, so nothing could be hashed. */
    private static boolean unusable(int codePoint) {
        return codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static boolean names(String login, String password) {
        int at = login.lastIndexOf('@');
        return login.equalsIgnoreCase(password)
                || (at >= 0 && login.substring(0, at).equalsIgnoreCase(password));
    }
}
