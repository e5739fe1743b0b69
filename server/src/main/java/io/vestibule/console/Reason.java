package io.vestibule.console;

import org.jspecify.annotations.Nullable;

/**
 * Why an operator does something: the audit keeps it.
 *
 * @param fault why it won't do; null where it does
 */
record Reason(String text, @Nullable String fault) {
    static final String FIELD = "reason";
    /** As in the admin API's {@code Audit-Reason}. */
    private static final int LONGEST = 200;

    /** What the form says. */
    static Reason of(Call call) {
        String text = call.field(FIELD).strip();
        if (text.isEmpty()) {
            return new Reason(text, "Say why: the audit keeps it, and the next one who looks will want to know.");
        }
        return text.codePointCount(0, text.length()) > LONGEST
                ? new Reason(text, "The reason must have at most " + LONGEST + " characters.")
                : new Reason(text, null);
    }
}
