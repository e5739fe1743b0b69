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
    /** What the columns are called here; empty for one that is left out. */
    private final List<String> fields;

    private final boolean guarded;

    /** @param renamed what columns are called here, by what the file calls them; empty for one that is left out */
    CsvPieces(Lines lines, Set<String> names, Map<String, String> renamed) {
        records = new CsvRecords(lines, LONGEST_LINE);
        List<String> columns = records.header();
        if (columns == null) {
            throw new UnusableFileException(
                    "The file has no header line that is CSV in UTF-8; docs/import.md shows one.");
        }
        header = columns;
        fields = columns.stream()
                .map(column -> renamed.getOrDefault(column, column))
                .toList();
        guarded = CsvErrorLines.isOfErrorFile(columns);
        Set<String> seen = new HashSet<>();
        for (String column : fields) {
            if (column.isEmpty()) {
                continue;
            }
            if (!names.contains(column)) {
                throw new UnusableFileException(
                        "The header has a column \"" + column.replaceAll("\\p{Cntrl}", "?")
                                + "\" that no customer has; docs/import.md lists those there are. Columns are separated by commas.");
            }
            if (!seen.add(column)) {
                throw new UnusableFileException("The header has the column \"" + column + "\" twice.");
            }
        }
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
        List<String> cells = record.fields();
        return List.of(
                cells == null
                        ? SourceRecord.broken(record.line(), record.text(), String.valueOf(record.fault()))
                        : SourceRecord.of(record.line(), Raw.of(record.text()), Mapped.own(byColumn(cells))));
    }

    private Map<String, Json> byColumn(List<String> cells) {
        Map<String, Json> named = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty() && !fields.get(i).isEmpty()) {
                named.put(fields.get(i), value(guarded ? Formulas.unguarded(cells.get(i)) : cells.get(i)));
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
