package io.vestibule.schema;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a schema: ECMA-262's (2020-12 Validation section 6.3.3), as far as Java's are the same, found anywhere in a
 * text. It gives up, and hasn't found, where it would take exponential time or depth.
 */
final class Regex {
    private static final int STEPS = 500_000;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws PatternSyntaxException if it is none */
    static Regex of(String ecma) {
        try {
            return new Regex(Pattern.compile(translated(ecma)));
        } catch (StackOverflowError e) {
            throw new PatternSyntaxException("nested too deep", ecma, -1);
        }
    }

    /** Where Java reads the same text otherwise: {@code $} is the very end, and a set has no sets and no {@code &&} inside. */
    private static String translated(String ecma) {
        StringBuilder java = new StringBuilder(ecma.length() + 8);
        boolean set = false;
        for (int i = 0; i < ecma.length(); i++) {
            char c = ecma.charAt(i);
            if (c == '\\' && i + 1 < ecma.length()) {
                java.append(c).append(ecma.charAt(++i));
            } else if (set && (c == '[' || c == '&')) {
                java.append('\\').append(c);
            } else if (c == '$' && !set) {
                java.append("\\z");
            } else {
                set = set ? c != ']' : c == '[';
                java.append(c);
            }
        }
        return java.toString();
    }

    boolean isFoundIn(String text) {
        try {
            return pattern.matcher(new Counted(text)).find();
        } catch (OutOfStepsException | StackOverflowError e) {
            return false;
        }
    }

    /** A text that can be looked at only so often. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int left = STEPS;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new OutOfStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class OutOfStepsException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private OutOfStepsException() {
            super("too many steps", null, false, false);
        }
    }
}
