package io.vestibule.transfer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows in the text form of PostgreSQL's COPY, passed on some thousand characters at a time. */
final class CopyText {
    private static final int CHUNK = 1 << 15;

    private final Consumer<byte[]> chunks;
    private final StringBuilder rows = new StringBuilder(2 * CHUNK);
    private boolean begun;

    CopyText(Consumer<byte[]> chunks) {
        this.chunks = chunks;
    }

    CopyText add(@Nullable String value) {
        separate();
        if (value == null) {
            rows.append("\\N");
            return this;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                case '\t' -> rows.append("\\t");
                default -> rows.append(c);
            }
        }
        return this;
    }

    CopyText add(long value) {
        separate();
        rows.append(value);
        return this;
    }

    CopyText add(boolean value) {
        separate();
        rows.append(value ? 't' : 'f');
        return this;
    }

    CopyText add(@Nullable Instant value) {
        return add(value == null ? null : value.toString());
    }

    private void separate() {
        if (begun) {
            rows.append('\t');
        }
        begun = true;
    }

    /** The row is whole. */
    void end() {
        rows.append('\n');
        begun = false;
        if (rows.length() >= CHUNK) {
            flush();
        }
    }

    /** Passes on what is left. */
    void flush() {
        chunks.accept(rows.toString().getBytes(StandardCharsets.UTF_8));
        rows.setLength(0);
    }
}
