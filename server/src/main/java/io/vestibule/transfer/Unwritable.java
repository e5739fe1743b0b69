package io.vestibule.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says why a file can't be read or written, and whose it is: Java's own words are only its name. */
public final class Unwritable {
    private Unwritable() {}

    /** A part of a sentence, as "/srv/x.csv: permission denied; the folder is bob's, and this runs as vestibule". */
    public static String reason(IOException fault) {
        if (!(fault instanceof FileSystemException known) || known.getFile() == null) {
            return String.valueOf(fault.getMessage());
        }
        Path path = Path.of(known.getFile()).toAbsolutePath();
        return known.getFile() + ": "
                + switch (known) {
                    case AccessDeniedException denied -> "permission denied; " + owners(path);
                    case NoSuchFileException none -> "there is no such folder or file";
                    default ->
                        Objects.requireNonNullElse(
                                known.getReason(), known.getClass().getSimpleName());
                };
    }

    private static String owners(Path path) {
        String folder = owner(path.getParent());
        String file = Files.exists(path) ? owner(path) : null;
        return (file == null ? "" : "the file is " + file + "'s, ") + "the folder is "
                + (folder == null ? "somebody else" : folder) + "'s, and this runs as "
                + System.getProperty("user.name");
    }

    private static @Nullable String owner(@Nullable Path path) {
        try {
            return path == null ? null : Files.getOwner(path).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}
