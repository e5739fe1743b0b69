package io.vestibule.transfer;

import org.jspecify.annotations.Nullable;

/**
 * What a file tells of one customer, before anything is checked.
 *
 * @param line   where it begins, from 1
 * @param raw    its own text
 * @param mapped what it tells
 * @param fault  why the text couldn't be read at all, or null
 */
record SourceRecord(
        long line, Raw raw, Mapped mapped, @Nullable String fault) {

    static SourceRecord of(long line, Raw raw, Mapped mapped) {
        return new SourceRecord(line, raw, mapped, null);
    }

    static SourceRecord broken(long line, byte[] raw, String fault) {
        return new SourceRecord(line, Raw.of(raw), Mapped.NOTHING, fault);
    }

    /** Redacted: a line holds a password's hash. */
    @Override
    public String toString() {
        return "SourceRecord[line " + line + "]";
    }
}
