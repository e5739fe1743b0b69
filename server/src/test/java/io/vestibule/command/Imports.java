package io.vestibule.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Types imports of files in a folder into portal 1. */
record Imports(Operator operator, Path folder) {

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
        List<String> args = new ArrayList<>(List.of("import", file.toString(), "--portal", "1"));
        args.addAll(List.of(more));
        return operator.types(args.toArray(String[]::new));
    }

    static String summary(int imported, int there, int refused) {
        return "imported +" + imported + "\nthere already +" + there + "\nrefused +" + refused + "\n";
    }

    /** What is known of a customer. */
    String shown(String login) {
        return operator.gets("customer", "show", login, "--portal", "1");
    }
}
