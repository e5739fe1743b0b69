package io.vestibule.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's files as the documents see them. Tests run in the module's folder, one below the root. */
final class Documents {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Documents() {}

    /** Every Markdown file of the root and of {@code docs}, and what the bench and the findings say of themselves. */
    static List<Path> pages() {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream<Path> others =
                    Stream.of("bench/README.md", "findings/README.md").map(ROOT::resolve);
            return Stream.of(root, docs, others)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file of the server's code, Java and SQL. */
    static List<Path> code() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("server/src/main"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|sql)"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String file) {
        return text(ROOT.resolve(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
