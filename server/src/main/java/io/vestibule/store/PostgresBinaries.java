package io.vestibule.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs that come in the class path, one archive a platform (io.zonky.test.postgres). */
final class PostgresBinaries {
    /** The version of the archives in the pom; a test compares it with what the server says. */
    static final String VERSION = "18.6";

    static final String ELSEWHERE =
            "set VESTIBULE_DATABASE_URL (and VESTIBULE_DATABASE_USER, VESTIBULE_DATABASE_PASSWORD)"
                    + " to a PostgreSQL server of your own, 15 or later";

    private PostgresBinaries() {}

    /** Unpacks the programs, unless they are there. They get their place in one step: a kill meanwhile leaves nothing half-done. */
    static void unpack(DataFolder folder) throws IOException {
        if (Files.isDirectory(folder.binaries())) {
            return;
        }
        String name = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream("/" + name)) {
            if (archive == null) {
                throw new IllegalStateException("This build carries no PostgreSQL for this machine (" + name
                        + " isn't in the class path): build it on this machine, or " + ELSEWHERE);
            }
            Path unfinished = DataFolder.unfinished(folder.binaries());
            DataFolder.delete(unfinished);
            unpack(archive, unfinished);
            Files.move(unfinished, folder.binaries(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The archive's name, as Zonky forms it, for the names that Java gives system and processor. */
    static String archiveName(String system, String processor) {
        String family = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        String hardware = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> processor;
        };
        return "postgres-" + family + "-" + hardware + ".txz";
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new BufferedInputStream(new XZInputStream(archive), 1 << 16))) {
            makeOpen(target);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The PostgreSQL archive leaves its folder: " + entry.getName());
                }
                // Static libraries serve only compilers.
                if (!path.toString().endsWith(".a")) {
                    unpack(tar, entry, path);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            makeOpen(path);
        } else if (entry.isSymbolicLink()) {
            makeOpen(path.resolveSibling("."));
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            makeOpen(path.resolveSibling("."));
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Whatever root's umask: the user that the server runs as must get at the programs. */
    private static void makeOpen(Path folder) throws IOException {
        Path made = folder.normalize();
        if (Files.notExists(made)) {
            makeOpen(made.resolveSibling("."));
            Files.createDirectory(made);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
