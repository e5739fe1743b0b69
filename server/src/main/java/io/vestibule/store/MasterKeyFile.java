package io.vestibule.store;

import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The master key of an installation with the embedded database, in its data folder: made once, readable to its owner alone. */
public final class MasterKeyFile {
    private MasterKeyFile() {}

    /**
     * The key; makes one if there is neither a key nor a database yet, so read it before the database is opened. Of several processes
     * at once, all get the same.
     *
     * @throws IllegalStateException if there is a database without its key: a new one would open nothing in it
     */
    public static Secret read(Path dataDirectory) {
        try {
            DataFolder folder = DataFolder.at(dataDirectory);
            Path file = folder.root().resolve("master.key");
            if (!Files.exists(file)) {
                if (Files.exists(folder.database())) {
                    throw new IllegalStateException(file + " is missing. It belongs to " + folder.database()
                            + ": restore it from the backup that holds the folder, or set VESTIBULE_MASTER_KEY");
                }
                create(file);
            }
            return Secret.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the master key in " + dataDirectory + ": " + e, e);
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
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true); // the database that it opens outlives a power cut, so the key must too
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return; // another process made it meanwhile
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
