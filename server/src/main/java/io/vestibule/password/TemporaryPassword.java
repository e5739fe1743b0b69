package io.vestibule.password;

import io.vestibule.secret.Secret;
import java.security.SecureRandom;

/**
 * Makes passwords that somebody reads to somebody else, or types from paper: three groups of four, such as {@code kTm7.Pq9w.Rv3x},
 * of letters and digits that don't look like others (no 0 O o, 1 l I). 69 random bits, of which the condition that follows takes
 * less than one.
 */
public final class TemporaryPassword {
    private static final String SIGNS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int GROUPS = 3;
    private static final int GROUP = 4;

    private TemporaryPassword() {}

    /**
     * A new one. It has a letter of each case, a digit and a sign within 16 characters: some of LogicBoxes' clients refuse to
     * send any other password.
     */
    public static Secret random() {
        String text;
        do {
            text = groups();
        } while (!(text.matches(".*[a-z].*") && text.matches(".*[A-Z].*") && text.matches(".*[0-9].*")));
        return Secret.of(text);
    }

    private static String groups() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('.');
            }
            text.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
        }
        return text.toString();
    }
}
