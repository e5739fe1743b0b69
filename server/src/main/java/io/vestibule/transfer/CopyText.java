package io.vestibule.transfer;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows in the text form of PostgreSQL's COPY, written as they are read: some thousand characters at a time. */
final class CopyText extends InputStream {
    private static final int CHUNK = 1 << 15;

    private final Iterator<Consumer<CopyText>> rows;
    private final StringBuilder written = new StringBuilder(2 * CHUNK);
    private byte[] chunk = {};
    private int at;
    private boolean begun;

    private CopyText(Iterator<Consumer<CopyText>> rows) {
        this.rows = rows;
    }

    /** A row of each, which {@code writer} adds value by value. */
    static <T> CopyText of(Iterable<T> items, BiConsumer<T, CopyText> writer) {
        Iterator<T> all = items.iterator();
        return new CopyText(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Consumer<CopyText> next() {
                T item = all.next();
                return text -> writer.accept(item, text);
            }
        });
    }

    CopyText add(@Nullable String value) {
        separate();
        if (value == null) {
            written.append("\\N");
            return this;
        }
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            String escaped = escaped(value.charAt(i));
            if (escaped != null) {
                written.append(value, from, i).append(escaped);
                from = i + 1;
            }
        }
        written.append(value, from, value.length());
        return this;
    }

    private static @Nullable String escaped(char c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> null;
        };
    }

    CopyText add(long value) {
        separate();
        written.append(value);
        return this;
    }

    CopyText add(boolean value) {
        separate();
        written.append(value ? 't' : 'f');
        return this;
    }

    CopyText add(@Nullable Instant value) {
        return add(value == null ? null : value.toString());
    }

    private void separate() {
        if (begun) {
            written.append('\t');
        }
        begun = true;
    }

    private boolean fill() {
        while (written.length() < CHUNK && rows.hasNext()) {
            begun = false;
            rows.next().accept(this);
            written.append('\n');
        }
        chunk = written.toString().getBytes(StandardCharsets.UTF_8);
        written.setLength(0);
        at = 0;
        return chunk.length > 0;
    }

    @Override
    public int read() {
        return at < chunk.length || fill() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (at == chunk.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, buffer, offset, count);
        at += count;
        return count;
    }
}
