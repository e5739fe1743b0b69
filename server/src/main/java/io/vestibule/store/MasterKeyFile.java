package io.vestibule.store;

import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The master key of an installation with the embedded database, in its data folder: made once, readable to its owner alone. */
public final class MasterKeyFile {
    private MasterKeyFile() {}

    /** The key; makes one if there is none. Of several processes at once, all get the same. */
    public static Secret read(Path dataDirectory) {
        Path file = dataDirectory.resolve("master.key");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return Secret.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the master key " + file + ": " + e, e);
        }
    }

    /** Written whole before it has its name: a kill leaves no half key. A link, unlike a move, never replaces another's. */
    private static void create(Path file) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "master",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, Tokens.random() + "\n");
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return; // another process made it meanwhile
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
