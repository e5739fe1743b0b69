package io.vestibule.transfer;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our own CSV, whose header names fields of our format. */
final class CsvPieces implements Pieces {
    private static final int LONGEST_LINE = 64 * 1024;

    private final CsvRecords records;
    private final List<String> header;

    CsvPieces(Lines lines, Set<String> names) {
        records = new CsvRecords(lines, LONGEST_LINE);
        List<String> columns = records.header();
        if (columns == null) {
            throw new UnusableFileException(
                    "The file has no header line that is CSV in UTF-8; docs/import.md shows one.");
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!names.contains(column)) {
                throw new UnusableFileException(
                        "The header has a column \"" + column.replaceAll("\\p{Cntrl}", "?")
                                + "\" that no customer has; docs/import.md lists those there are. Columns are separated by commas.");
            }
            if (!seen.add(column)) {
                throw new UnusableFileException("The header has the column \"" + column + "\" twice.");
            }
        }
        header = columns;
    }

    /** The names of the columns. */
    List<String> header() {
        return header;
    }

    @Override
    public @Nullable List<SourceRecord> next() {
        CsvRecords.Csv record = records.next();
        if (record == null) {
            return null;
        }
        List<String> fields = record.fields();
        return List.of(
                fields == null
                        ? SourceRecord.broken(record.line(), record.text(), String.valueOf(record.fault()))
                        : SourceRecord.of(record.line(), Raw.of(record.text()), Mapped.own(byColumn(fields))));
    }

    private Map<String, Json> byColumn(List<String> fields) {
        Map<String, Json> named = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                named.put(header.get(i), value(fields.get(i)));
            }
        }
        return named;
    }

    /** A cell that begins as a JSON object, array or string is one, if it comes out right; else it is the text. */
    private static Json value(String cell) {
        char first = cell.charAt(0);
        if (first == '{' || first == '[' || first == '"') {
            try {
                return Json.parse(cell.getBytes(StandardCharsets.UTF_8));
            } catch (MalformedJsonException e) {
                return Json.of(cell);
            }
        }
        return Json.of(cell);
    }

    @Override
    public long bytes() {
        return records.bytes();
    }
}
