package io.vestibule.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, without their ends (LF or CR LF) and without a byte order mark. Holds one line at a time. */
final class Lines {
    private static final int BUFFER = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream file;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long bytes;
    private long number;
    private boolean cut;

    Lines(InputStream file) {
        this.file = file;
    }

    /** The next line, at most so many bytes of it; null at the end of the file. */
    byte @Nullable [] next(int most) {
        cut = false;
        if (at == end && !fill()) {
            return null;
        }
        number++;
        ByteArrayOutputStream longer = null;
        while (true) {
            int start = at;
            int stop = start;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            at = Math.min(stop + 1, end);
            if (stop < end && longer == null) {
                return bounded(Arrays.copyOfRange(buffer, start, stop), most);
            }
            longer = longer == null ? new ByteArrayOutputStream() : longer;
            int room = Math.max(0, most + 1 - longer.size());
            longer.write(buffer, start, Math.min(stop - start, room));
            cut |= stop - start > room;
            if (stop < end || !fill()) {
                return bounded(longer.toByteArray(), most);
            }
        }
    }

    private byte[] bounded(byte[] line, int most) {
        int length = line.length > 0 && line[line.length - 1] == '\r' && !cut ? line.length - 1 : line.length;
        cut |= length > most;
        int from = number == 1 && startsWithMark(line) ? BYTE_ORDER_MARK.length : 0;
        return Arrays.copyOfRange(line, from, Math.min(length, most));
    }

    private static boolean startsWithMark(byte[] line) {
        return line.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private boolean fill() {
        try {
            int read = file.read(buffer);
            at = 0;
            end = Math.max(read, 0);
            bytes += end;
            return end > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the last line was longer than asked for. */
    boolean wasCut() {
        return cut;
    }

    /** The number of the last line, from 1. */
    long number() {
        return number;
    }

    /** How much of the file is read. */
    long bytes() {
        return bytes - (end - at);
    }
}
