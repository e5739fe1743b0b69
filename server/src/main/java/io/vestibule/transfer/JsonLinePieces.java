package io.vestibule.transfer;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON Lines: an object a line, of the fields of our format. */
final class JsonLinePieces implements Pieces {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Lines lines;

    JsonLinePieces(Lines lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable List<SourceRecord> next() {
        byte[] line = lines.next(LONGEST_LINE);
        if (line == null) {
            return null;
        }
        if (isBlank(line)) {
            return List.of();
        }
        if (lines.wasCut()) {
            return List.of(
                    SourceRecord.broken(lines.number(), line, "The line is longer than " + LONGEST_LINE + " bytes."));
        }
        try {
            return List.of(
                    Json.parse(line) instanceof Json.Object object
                            ? SourceRecord.of(lines.number(), Raw.of(object, line.length), Mapped.own(object.fields()))
                            : SourceRecord.broken(lines.number(), line, "The line is no JSON object."));
        } catch (MalformedJsonException e) {
            return List.of(SourceRecord.broken(lines.number(), line, "The line is not JSON: " + e.getMessage() + "."));
        }
    }

    @Override
    public boolean skip() {
        return lines.next(LONGEST_LINE) != null;
    }

    static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public long bytes() {
        return lines.bytes();
    }
}
