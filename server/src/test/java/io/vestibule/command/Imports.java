package io.vestibule.command;

import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An installation with portal 1 and no customers, and imports of files of a folder into it. */
final class Imports implements BeforeEachCallback, AfterEachCallback {
    private final Operator operator = new Operator(TestDatabases.empty());
    private Path folder;

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        folder = Files.createTempDirectory("imports");
        operator.gets("portal", "add", "One");
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Operator operator() {
        return operator;
    }

    Path folder() {
        return folder;
    }

    /** A file of these lines. */
    Path file(String name, String... lines) {
        return text(name, String.join("\n", lines) + "\n");
    }

    Path text(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Operator.Ended of(Path file, String... more) {
        return operator.types(command(file, more));
    }

    /** The command that imports a file into portal 1. */
    static String[] command(Path file, String... more) {
        List<String> args = new ArrayList<>(List.of("import", file.toString(), "--portal", "1"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    static String summary(int imported, int there, int refused) {
        return "imported +" + imported + "\nthere already +" + there + "\nrefused +" + refused + "\n";
    }

    /** What is known of a customer. */
    String shown(String login) {
        return operator.gets("customer", "show", login, "--portal", "1");
    }
}
