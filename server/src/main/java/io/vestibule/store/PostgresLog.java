package io.vestibule.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** What the server writes in {@code postgres.log} from one moment on. */
record PostgresLog(Path file, long from) {
    private static final long LARGEST = 10L << 20;
    private static final int TAIL = 4000;

    /** Begins to watch the log at its end; a log of more than 10 MiB is emptied first. */
    static PostgresLog watch(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (var log = new RandomAccessFile(file.toFile(), "rw")) {
            if (log.length() > LARGEST) {
                log.setLength(0);
            }
            return new PostgresLog(file, log.length());
        }
    }

    /** What was written since, its last 4000 bytes at most. */
    String written() throws IOException {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(Math.max(from, log.length() - TAIL));
            var tail = new byte[TAIL];
            int length = Math.max(0, log.read(tail));
            return new String(tail, 0, length, StandardCharsets.UTF_8);
        }
    }

    /** What of it says best why a server didn't start: its last fatal line. */
    String reason() throws IOException {
        List<String> lines = written().lines().toList();
        return lines.reversed().stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it wrote nothing" : lines.getLast());
    }
}
