package io.vestibule.customer;

/** Blanks around a login, which count nowhere: telephones' keyboards put one behind each word. Line ends and tabs are no blanks. */
final class Blanks {
    private Blanks() {}

    /** The text without those around it. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }
}
