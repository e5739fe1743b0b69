package io.vestibule.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;

/** Where the embedded database keeps what in the data folder. The path is real: absolute and free of links. */
record DataFolder(Path root) {
    /** Makes the folder where it isn't there yet; what is made here only its owner may enter. */
    static DataFolder at(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            makePrivate(path);
        }
        return new DataFolder(path.toRealPath());
    }

    Path binaries() {
        return root.resolve("postgres-" + PostgresBinaries.VERSION);
    }

    Path program(String name) {
        return binaries().resolve("bin").resolve(name);
    }

    /** Whether the program is PostgreSQL's as unpacked here, of this version or another. */
    boolean hasProgram(Path program) {
        return program.startsWith(root)
                && root.relativize(program).getName(0).toString().startsWith("postgres-");
    }

    Path database() {
        return root.resolve("database");
    }

    Path password() {
        return root.resolve("database.password");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    /** Where {@code made} grows until it is complete and can take its name. */
    static Path unfinished(Path made) {
        return made.resolveSibling(made.getFileName() + ".new");
    }

    /** Makes a folder that only its owner may enter, or keeps the one that another JVM made meanwhile. */
    static void makePrivate(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Deletes the folder and all in it; links are deleted, not followed. */
    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        for (Path path : deepestFirst(folder)) {
            Files.delete(path);
        }
    }

    /** All in the folder, each before the folder it is in. */
    static List<Path> deepestFirst(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
