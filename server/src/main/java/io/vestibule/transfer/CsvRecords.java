package io.vestibule.transfer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file (RFC 4180), each of as many fields as the first one, the header. A record whose quoted field holds line ends
 * spans lines; one that doesn't come out right costs only its first line, and reading goes on at the next: so a forgotten quote breaks
 * one line, not the rest of the file.
 */
final class CsvRecords {
    private static final int MOST_LINES = 50;
    private static final int LONGEST_RECORD = 4 * 1024 * 1024;
    private static final CsvReader.CsvReaderBuilder READER =
            CsvReader.builder().allowExtraCharsAfterClosingQuote(false).maxBufferSize(LONGEST_RECORD);

    private final Lines lines;
    private final int longestLine;
    private final @Nullable List<String> header;
    /** Lines that were read ahead for a record that didn't come out right. */
    private final Deque<Line> ahead = new ArrayDeque<>();

    /**
     * A record.
     *
     * @param fields null where there is a fault
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Csv(
            long line,
            byte[] text,
            @Nullable List<String> fields,
            @Nullable String fault) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(long number, byte[] bytes, String ending, boolean cut) {
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

    CsvRecords(Lines lines, int longestLine) {
        this.lines = lines;
        this.longestLine = longestLine;
        Line first = line();
        this.header = first == null || first.cut() ? null : fields(first.bytes());
    }

    /** The names of the columns; null if the file begins otherwise. */
    @Nullable
    List<String> header() {
        return header;
    }

    /** The next record; null at the end of the file. */
    @Nullable
    Csv next() {
        Line first = line();
        while (first != null && first.bytes().length == 0) {
            first = line();
        }
        if (first == null) {
            return null;
        }
        if (first.cut()) {
            return broken(first, "The line is longer than " + longestLine + " bytes.");
        }
        return first.endsInQuotes(false) ? spanning(first) : single(first);
    }

    private Csv single(Line line) {
        List<String> fields = fields(line.bytes());
        return isWhole(fields)
                ? new Csv(line.number(), line.bytes(), fields, null)
                : broken(line, fault(line.bytes(), fields));
    }

    private boolean isWhole(@Nullable List<String> fields) {
        return fields != null && header != null && fields.size() == header.size();
    }

    private static Csv broken(Line line, String fault) {
        return new Csv(line.number(), line.bytes(), null, fault);
    }

    private Csv spanning(Line first) {
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
        byte[] whole = open ? first.bytes() : joined(first, more);
        List<String> fields = open ? null : fields(whole);
        if (isWhole(fields)) {
            return new Csv(first.number(), whole, fields, null);
        }
        more.reversed().forEach(ahead::addFirst);
        return broken(first, "The line's quotes don't match.");
    }

    private static byte[] joined(Line first, List<Line> more) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(first.bytes());
        String ending = first.ending();
        for (Line line : more) {
            whole.writeBytes(ending.getBytes(StandardCharsets.US_ASCII));
            whole.writeBytes(line.bytes());
            ending = line.ending();
        }
        return whole.toByteArray();
    }

    private String fault(byte[] line, @Nullable List<String> fields) {
        if (fields != null && header != null) {
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

    private @Nullable Line line() {
        if (!ahead.isEmpty()) {
            return ahead.removeFirst();
        }
        byte[] bytes = lines.next(longestLine);
        return bytes == null ? null : new Line(lines.number(), bytes, lines.ending(), lines.wasCut());
    }

    /** How much of the file is read. */
    long bytes() {
        return lines.bytes();
    }
}
