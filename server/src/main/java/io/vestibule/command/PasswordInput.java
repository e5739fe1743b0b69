package io.vestibule.command;

import io.vestibule.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes a password from. Never an argument, which every user of the machine can read in the list of processes. */
final class PasswordInput {
    @Option(names = "--password", description = "Ask for a password at the terminal.")
    private boolean asked;

    @Option(names = "--password-stdin", description = "Read a password: the first line of standard input.")
    private boolean read;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Read a password: the first line of the file.")
    private @Nullable Path file;

    /** Whether any was named. */
    boolean given() {
        return asked || read || file != null;
    }

    /** The password; asked for at the terminal if nothing was named. */
    Secret password(Terminal terminal) {
        if (Stream.of(asked, read, file != null).filter(one -> one).count() > 1) {
            throw new Refusal("Give one of --password, --password-stdin and --password-file.");
        }
        if (read) {
            return terminal.readPassword();
        }
        return file == null ? terminal.askPassword() : ofFile(file);
    }

    private static Secret ofFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Terminal.firstLine(in, file.toString());
        } catch (IOException e) {
            throw new Refusal("The file " + Arguments.shown(file.toString()) + " can't be read.", e);
        }
    }
}
