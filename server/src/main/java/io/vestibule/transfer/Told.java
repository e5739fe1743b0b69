package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file tells of one customer, before anything is checked.
 *
 * @param line   where it begins, from 1
 * @param raw    its own text
 * @param fields by the names of our format
 * @param fault  why the text couldn't be read at all, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Told(
        long line,
        byte[] raw,
        Map<String, Json> fields,
        @Nullable String fault) {

    static Told of(long line, byte[] raw, Map<String, Json> fields) {
        return new Told(line, raw, fields, null);
    }

    static Told broken(long line, byte[] raw, String fault) {
        return new Told(line, raw, Map.of(), fault);
    }

    /** Redacted: a line holds a password's hash. */
    @Override
    public String toString() {
        return "Told[line " + line + "]";
    }
}
