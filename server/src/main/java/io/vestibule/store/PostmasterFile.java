package io.vestibule.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a PostgreSQL server tells of itself in {@code postmaster.pid} (PostgreSQL: miscadmin.h, LOCK_FILE_LINE_*). The file outlives a
 * server that was killed: its pid may by now be somebody else's.
 *
 * @param startTime as written: seconds since 1970
 * @param ready whether the server takes connections
 */
record PostmasterFile(long pid, String startTime, int port, boolean ready) {
    private static final int PID = 0;
    private static final int START_TIME = 2;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    /** Empty where there is no file, or one that is still being written. */
    static Optional<PostmasterFile> in(Path database) throws IOException {
        Path file = database.resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            String[] lines = Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1);
            if (lines.length <= PORT) {
                return Optional.empty();
            }
            boolean ready = lines.length > STATUS && lines[STATUS].strip().equals("ready");
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines[PID].strip()),
                    lines[START_TIME].strip(),
                    Integer.parseInt(lines[PORT].strip()),
                    ready));
        } catch (NoSuchFileException | NumberFormatException goneOrHalfWritten) {
            return Optional.empty();
        }
    }

    /** Whether both tell of the same start of a server, ready or not. */
    boolean sameStart(PostmasterFile other) {
        return pid == other.pid && port == other.port && startTime.equals(other.startTime);
    }
}
