package io.vestibule.transfer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) with a header line. A record whose quoted field holds line ends spans lines; one that doesn't come out right costs only
 * its first line, and reading goes on at the next: so a forgotten quote breaks one line, not the rest of the file.
 */
final class CsvPieces implements Pieces {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_LINES = 50;
    private static final CsvReader.CsvReaderBuilder READER =
            CsvReader.builder().allowExtraCharsAfterClosingQuote(false).maxBufferSize(MOST_LINES * LONGEST_LINE);

    private final Lines lines;
    private final List<String> header;
    /** Lines that were read ahead for a record that didn't come out right. */
    private final Deque<Line> ahead = new ArrayDeque<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(long number, byte[] bytes, boolean cut) {
        /** Whether the record goes on behind this line, if it was in quotes before it or not: a field in quotes begins with one. */
        boolean endsInQuotes(boolean before) {
            boolean quoted = before;
            boolean fieldBegins = !before;
            for (int i = 0; i < bytes.length; i++) {
                if (quoted && bytes[i] == '"') {
                    boolean escaped = i + 1 < bytes.length && bytes[i + 1] == '"';
                    quoted = escaped;
                    i += escaped ? 1 : 0;
                } else if (!quoted) {
                    quoted = fieldBegins && bytes[i] == '"';
                    fieldBegins = bytes[i] == ',';
                }
            }
            return quoted;
        }
    }

    CsvPieces(Lines lines, Set<String> names) {
        this.lines = lines;
        Line first = line();
        List<String> fields = first == null || first.cut() ? null : fields(first.bytes());
        if (fields == null) {
            throw new UnusableFileException(
                    "The file has no header line that is CSV in UTF-8; docs/import.md shows one.");
        }
        Set<String> seen = new HashSet<>();
        for (String column : fields) {
            if (!names.contains(column)) {
                throw new UnusableFileException(
                        "The header has a column \"" + column.replaceAll("\\p{Cntrl}", "?")
                                + "\" that no customer has; docs/import.md lists those there are. Columns are separated by commas.");
            }
            if (!seen.add(column)) {
                throw new UnusableFileException("The header has the column \"" + column + "\" twice.");
            }
        }
        header = fields;
    }

    /** The names of the columns. */
    List<String> header() {
        return header;
    }

    @Override
    public @Nullable List<Told> next() {
        Line first = line();
        if (first == null) {
            return null;
        }
        if (first.bytes().length == 0) {
            return List.of();
        }
        if (first.cut()) {
            return List.of(
                    Told.broken(first.number(), first.bytes(), "The line is longer than " + LONGEST_LINE + " bytes."));
        }
        return List.of(first.endsInQuotes(false) ? spanning(first) : single(first));
    }

    private Told single(Line line) {
        List<String> fields = fields(line.bytes());
        if (fields != null && fields.size() == header.size()) {
            return Told.of(line.number(), line.bytes(), named(fields));
        }
        return Told.broken(line.number(), line.bytes(), fault(line.bytes(), fields));
    }

    private Told spanning(Line first) {
        List<Line> more = new ArrayList<>();
        boolean open = true;
        while (open && more.size() < MOST_LINES) {
            Line line = line();
            if (line == null) {
                break;
            }
            more.add(line);
            open = line.endsInQuotes(true) || line.cut();
        }
        byte[] whole = joined(first, more);
        List<String> fields = open ? null : fields(whole);
        if (fields != null && fields.size() == header.size()) {
            return Told.of(first.number(), whole, named(fields));
        }
        more.reversed().forEach(ahead::addFirst);
        return Told.broken(first.number(), first.bytes(), "The line's quotes don't match.");
    }

    private static byte[] joined(Line first, List<Line> more) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(first.bytes());
        for (Line line : more) {
            whole.write('\n');
            whole.writeBytes(line.bytes());
        }
        return whole.toByteArray();
    }

    private String fault(byte[] line, @Nullable List<String> fields) {
        if (fields != null) {
            return "The line has " + fields.size() + " fields; the header has " + header.size() + ".";
        }
        return Utf8.decode(line).isEmpty() ? "The line is not UTF-8." : "The line is not CSV.";
    }

    /** Null if it isn't UTF-8 or isn't CSV. */
    static @Nullable List<String> fields(byte[] record) {
        String text = Utf8.decode(record).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return READER.ofSingleCsvRecord(text).getFields();
        } catch (CsvParseException e) {
            return null;
        }
    }

    private Map<String, Json> named(List<String> fields) {
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

    private @Nullable Line line() {
        if (!ahead.isEmpty()) {
            return ahead.removeFirst();
        }
        byte[] bytes = lines.next(LONGEST_LINE);
        return bytes == null ? null : new Line(lines.number(), bytes, lines.wasCut());
    }

    @Override
    public long bytes() {
        return lines.bytes();
    }
}
