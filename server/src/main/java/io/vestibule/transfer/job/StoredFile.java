package io.vestibule.transfer.job;

import io.vestibule.transfer.ImportFile;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A file that was uploaded.
 *
 * @param all the files of its import
 */
record StoredFile(ImportFileStore store, ImportJob.File file, List<ImportJob.File> all) implements ImportFile {
    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return file.bytes();
    }

    @Override
    public InputStream open() {
        return new Pieces();
    }

    @Override
    public Optional<ImportFile> beside(String name) {
        return all.stream()
                .filter(other -> other.name().equals(name))
                .findFirst()
                .map(other -> new StoredFile(store, other, all));
    }

    private final class Pieces extends InputStream {
        private final Deque<byte[]> ahead = new ArrayDeque<>();
        private byte[] piece = {};
        private int position;
        private long at;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            if (position == piece.length && !next()) {
                return -1;
            }
            int read = Math.min(count, piece.length - position);
            System.arraycopy(piece, position, into, offset, read);
            position += read;
            return read;
        }

        private boolean next() {
            if (ahead.isEmpty() && at < file.bytes()) {
                ahead.addAll(store.pieces(file.id(), at));
            }
            byte[] next = ahead.poll();
            if (next == null) {
                if (at < file.bytes()) { // it would look like a shorter file
                    throw new IllegalStateException("a piece of a file is missing");
                }
                return false;
            }
            at += next.length;
            piece = next;
            position = 0;
            return true;
        }
    }
}
