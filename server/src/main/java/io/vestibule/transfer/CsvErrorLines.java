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
        again = header.size() > ADDED
                && header.subList(0, ADDED).equals(List.of(FieldNames.ERROR_LINE, FieldNames.ERROR_REASON));
    }

    @Override
    public String header() {
        return FieldNames.ERROR_LINE + "," + FieldNames.ERROR_REASON + ","
                + record(again ? withoutAdded(header) : header);
    }

    @Override
    public byte[] line(SourceRecord source, String reason) {
        List<String> fields = again ? CsvRecords.fields(source.raw().utf8()) : null;
        byte[] own = fields == null || fields.size() < ADDED
                ? source.raw().utf8()
                : record(withoutAdded(fields)).getBytes(UTF_8);
        byte[] added = (source.line() + "," + quoted(reason) + ",").getBytes(UTF_8);
        byte[] line = Arrays.copyOf(added, added.length + own.length);
        System.arraycopy(own, 0, line, added.length, own.length);
        return line;
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
