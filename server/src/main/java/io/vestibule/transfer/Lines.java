package io.vestibule.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as bytes, without their ends (LF, CR LF or CR) and without a byte order mark. Holds one line at a time. Some
 * programs write CR into a line as it is; of their files only LF and CR LF end one.
 */
final class Lines {
    private static final int BUFFER = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream file;
    private final boolean returnEnds;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long bytes;
    private long number;
    private boolean cut;
    private String ending = "";

    Lines(InputStream file) {
        this(file, true);
    }

    /**
     * The lines of a file.
     *
     * @param returnEnds whether a CR alone ends a line
     */
    Lines(InputStream file, boolean returnEnds) {
        this.file = file;
        this.returnEnds = returnEnds;
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
            while (stop < end && buffer[stop] != '\n' && !(returnEnds && buffer[stop] == '\r')) {
                stop++;
            }
            at = stop;
            if (stop < end && longer == null) {
                byte[] line = Arrays.copyOfRange(buffer, start, stop);
                end();
                return bounded(line, most);
            }
            longer = longer == null ? new ByteArrayOutputStream() : longer;
            int room = Math.max(0, most + 1 - longer.size());
            longer.write(buffer, start, Math.min(stop - start, room));
            cut |= stop - start > room;
            if (stop < end || !fill()) {
                end();
                return bounded(longer.toByteArray(), most);
            }
        }
    }

    /** Goes past the end of a line. */
    private void end() {
        if (at == end) {
            ending = "";
            return;
        }
        boolean returned = buffer[at++] == '\r';
        ending = returned ? "\r" : "\n";
        if (returned && (at < end || fill()) && buffer[at] == '\n') {
            at++;
            ending = "\r\n";
        }
    }

    private byte[] bounded(byte[] line, int most) {
        boolean returned = !returnEnds && line.length > 0 && line[line.length - 1] == '\r' && !cut;
        ending = returned ? "\r\n" : ending;
        int length = returned ? line.length - 1 : line.length;
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

    /** How the last line ended; empty at the end of the file. */
    String ending() {
        return ending;
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
