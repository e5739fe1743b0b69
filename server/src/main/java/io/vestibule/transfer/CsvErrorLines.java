package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The line's own text behind two more columns; those of an error file that is imported again are taken away first. */
final class CsvErrorLines implements ErrorLines {
    private static final int ADDED = FieldNames.OF_ERROR_FILES.size();

    private final List<String> header;
    private final boolean again;

    CsvErrorLines(List<String> header) {
        this.header = header;
        again = isOfErrorFile(header);
    }

    /** Whether these are the columns of an error file. */
    static boolean isOfErrorFile(List<String> header) {
        return header.size() > ADDED
                && header.subList(0, ADDED).equals(List.of(FieldNames.ERROR_LINE, FieldNames.ERROR_REASON));
    }

    @Override
    public String header() {
        return FieldNames.ERROR_LINE + "," + FieldNames.ERROR_REASON + ","
                + record(again ? withoutAdded(header) : header);
    }

    @Override
    public byte[] line(SourceRecord source, String reason) {
        byte[] own = own(source.raw().utf8());
        byte[] added = (source.line() + "," + quoted(Formulas.guarded(reason)) + ",").getBytes(UTF_8);
        byte[] line = Arrays.copyOf(added, added.length + own.length);
        System.arraycopy(own, 0, line, added.length, own.length);
        return line;
    }

    /** The line as it was, but for formulas. */
    private byte[] own(byte[] line) {
        List<String> fields = CsvRecords.fields(line);
        if (fields == null) {
            return again
                    ? line
                    : Utf8.decode(line)
                            .map(text -> Formulas.guardedLine(text).getBytes(UTF_8))
                            .orElse(line);
        }
        if (again && fields.size() >= ADDED) {
            // Its formulas are guarded already, but where somebody mended one
            return record(withoutAdded(fields).stream()
                            .map(Formulas::unguarded)
                            .map(Formulas::guarded)
                            .toList())
                    .getBytes(UTF_8);
        }
        return fields.stream().anyMatch(Formulas::isOne)
                ? record(fields.stream().map(Formulas::guarded).toList()).getBytes(UTF_8)
                : line;
    }

    private static List<String> withoutAdded(List<String> fields) {
        return fields.subList(ADDED, fields.size());
    }

    /** A record of these fields (RFC 4180). */
    static String record(List<String> fields) {
        return fields.stream().map(CsvErrorLines::quoted).collect(Collectors.joining(","));
    }

    static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }
}
