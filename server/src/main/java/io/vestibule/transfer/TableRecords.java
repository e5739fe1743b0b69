package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of a table of a database: CSV with a header, or lines of {@code mariadb --batch} or {@code mariadb-dump --tab}. */
final class TableRecords {
    private static final int LONGEST_LINE = 1024 * 1024;

    private TableRecords() {}

    private static Json.Object object(List<String> columns, List<@Nullable String> cells) {
        LinkedHashMap<String, Json> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String cell = cells.get(i);
            fields.put(columns.get(i), cell == null || cell.isEmpty() ? Json.Null.NULL : Json.of(cell));
        }
        return new Json.Object(fields);
    }

    /** CSV; an empty cell is nothing. */
    static final class Csv implements Records {
        private final CsvRecords records;
        private final List<String> columns;

        Csv(InputStream file) {
            records = new CsvRecords(new Lines(file), LONGEST_LINE);
            columns = Optional.ofNullable(records.header())
                    .orElseThrow(() -> new UnusableFileException("The file has no header line that is CSV in UTF-8."));
            if (Set.copyOf(columns).size() < columns.size()) {
                throw new UnusableFileException("The header has a column twice.");
            }
        }

        @Override
        public @Nullable One next() {
            CsvRecords.Csv record = records.next();
            if (record == null) {
                return null;
            }
            List<String> fields = record.fields();
            return fields == null
                    ? One.broken(record.line(), record.text(), String.valueOf(record.fault()))
                    : One.of(record.line(), object(columns, List.<@Nullable String>copyOf(fields)), record.text());
        }

        @Override
        public long bytes() {
            return records.bytes();
        }
    }

    /** Cells between tabs, in which a backslash escapes what would end a cell or a line. */
    static final class Tabs implements Records {
        private final Lines lines;
        private final List<String> columns;
        private final boolean dumped;

        /**
         * A file.
         *
         * @param columns of a file of {@code --tab}, which has no header; null: the first line is the header
         */
        Tabs(InputStream file, @Nullable List<String> columns) {
            lines = new Lines(file, false);
            dumped = columns != null;
            if (columns == null) {
                byte[] header = lines.next(LONGEST_LINE);
                columns = header == null
                        ? List.of()
                        : Utf8.decode(header)
                                .map(text -> List.of(text.split("\t", -1)))
                                .orElse(List.of());
            }
            this.columns = columns;
        }

        @Override
        public @Nullable One next() {
            byte[] line = lines.next(LONGEST_LINE);
            if (line == null) {
                return null;
            }
            long number = lines.number();
            byte[] whole = dumped ? joined(line) : line;
            if (lines.wasCut()) {
                return One.broken(number, whole, "The line is longer than " + LONGEST_LINE + " bytes.");
            }
            String text = Utf8.decode(whole).orElse(null);
            if (text == null) {
                return One.broken(number, whole, "The line is not UTF-8.");
            }
            List<@Nullable String> cells = cells(text);
            return cells.size() == columns.size()
                    ? One.of(number, object(columns, cells), whole)
                    : One.broken(
                            number,
                            whole,
                            "The line has " + cells.size() + " fields; the table has " + columns.size() + " columns.");
        }

        /** {@code --tab} writes a line end inside a cell as a backslash and the line end itself. */
        private byte[] joined(byte[] first) {
            byte[] whole = first;
            while (endsEscaped(whole) && whole.length < LONGEST_LINE) {
                byte[] more = lines.next(LONGEST_LINE);
                if (more == null) {
                    break;
                }
                byte[] longer = Arrays.copyOf(whole, whole.length + 1 + more.length);
                longer[whole.length] = '\n';
                System.arraycopy(more, 0, longer, whole.length + 1, more.length);
                whole = longer;
            }
            return whole;
        }

        private static boolean endsEscaped(byte[] line) {
            int backslashes = 0;
            while (backslashes < line.length && line[line.length - 1 - backslashes] == '\\') {
                backslashes++;
            }
            return backslashes % 2 == 1;
        }

        private List<@Nullable String> cells(String line) {
            List<@Nullable String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            int begun = 0;
            for (int i = 0; i <= line.length(); i++) {
                char c = i == line.length() ? '\t' : line.charAt(i);
                if (c == '\t') {
                    boolean none = line.regionMatches(begun, dumped ? "\\N" : "NULL", 0, Math.max(i - begun, 1))
                            && i - begun == (dumped ? 2 : 4);
                    cells.add(none || cell.isEmpty() ? null : cell.toString());
                    cell.setLength(0);
                    begun = i + 1;
                } else if (c == '\\' && i + 1 < line.length()) {
                    cell.append(unescaped(line.charAt(++i)));
                } else {
                    cell.append(c);
                }
            }
            return cells;
        }

        private static char unescaped(char c) {
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case '0' -> '\0';
                default -> c;
            };
        }

        @Override
        public long bytes() {
            return lines.bytes();
        }
    }
}
