package io.vestibule.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A data folder made once, whose parts save the tests that aren't about making one the seconds it takes. */
record PreparedFolder(DataFolder made) {
    static PreparedFolder in(Path folder) throws IOException {
        EmbeddedPostgres.open(folder).close();
        return new PreparedFolder(DataFolder.at(folder));
    }

    /** Gives the folder PostgreSQL's programs, as they are after the first open. */
    void lendPrograms(Path target) throws IOException {
        DataFolder folder = DataFolder.at(target);
        try (var found = Files.walk(made.binaries())) {
            for (Path path : (Iterable<Path>) found::iterator) {
                Path copy = folder.binaries().resolve(made.binaries().relativize(path));
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createLink(copy, path);
                } else {
                    copy(path, copy);
                }
            }
        }
    }

    /** Gives the folder all that it has after the first open and close. */
    void copyTo(Path target) throws IOException {
        lendPrograms(target);
        DataFolder folder = DataFolder.at(target);
        copy(made.password(), folder.password());
        try (var found = Files.walk(made.database())) {
            for (Path path : (Iterable<Path>) found::iterator) {
                copy(path, folder.database().resolve(made.database().relativize(path)));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
}
