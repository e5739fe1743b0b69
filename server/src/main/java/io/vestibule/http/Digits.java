package io.vestibule.http;

import java.util.Optional;

/** Whole numbers as requests write them: amounts, and where a page begins. */
public final class Digits {
    /** All that surely fit a long. */
    private static final int MOST = 18;

    private Digits() {}

    /** The number that one to eighteen digits are; empty for any other text. */
    public static Optional<Long> number(String text) {
        if (text.isEmpty() || text.length() > MOST) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            number = number * 10 + digit;
        }
        return Optional.of(number);
    }
}
