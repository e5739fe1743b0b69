package io.vestibule.schema;

import java.util.regex.Pattern;

/**
 * A number as people write it: digits, at most 30, and no exponent. It takes no more memory than it looks, and a database gives
 * it back as it was written.
 */
public final class PlainNumber {
    private static final Pattern FORM = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?");
    private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0(?:\\.0*)?");
    private static final int LONGEST = 32;

    private PlainNumber() {}

    /** Whether the text is one. */
    public static boolean is(String text) {
        return text.length() <= LONGEST
                && FORM.matcher(text).matches()
                && !NEGATIVE_ZERO.matcher(text).matches();
    }
}
