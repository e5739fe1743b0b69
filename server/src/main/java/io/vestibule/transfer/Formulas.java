package io.vestibule.transfer;

import java.util.regex.Pattern;

/**
 * Keeps what stands in an error file from being a formula where a spreadsheet opens it (OWASP, "CSV Injection"): an apostrophe before it
 * keeps it text. An import of the file takes the apostrophe away.
 */
final class Formulas {
    private static final Pattern FORMULA =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");
    /** Where a cell may begin in a line that can't be read. */
    private static final Pattern BEGINNING = Pattern.compile(
            "(^|[,;\\t\"\\n\\r])(?='*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20](?![0-9.]+(?:[,\"\\n\\r]|$)))");

    private Formulas() {}

    static boolean isOne(String cell) {
        return FORMULA.matcher(cell).matches() && !NUMBER.matcher(cell).matches();
    }

    static String guarded(String cell) {
        return isOne(cell) ? "'" + cell : cell;
    }

    static String unguarded(String cell) {
        return cell.startsWith("'") && isOne(cell) ? cell.substring(1) : cell;
    }

    /** A line that is no record: each place where a cell may begin. */
    static String guardedLine(String line) {
        return BEGINNING.matcher(line).replaceAll("$1'");
    }
}
