package io.vestibule.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's Java files: the product's, the tests' and the bench's. */
final class Sources {
    private static final List<Path> FILES = files();

    private Sources() {}

    /** Whether a class of this name stands in a file of its own, and has a method, field or type of that name. */
    static boolean declare(String type, String member) {
        // Methods, fields and constants of the class begin four blanks in; a record's components stand in its header
        Pattern declaration = Pattern.compile(
                "^ {4}(?:[\\w<@][\\w<>\\[\\],.?&@ ]* )?" + member + "(?: ?[(;=]|,$)"
                        + "|\\b(?:class|interface|record|enum) " + member + "\\b"
                        + "|\\brecord " + type + "\\b[^{]*\\b" + member + "[,)]",
                Pattern.MULTILINE);
        return FILES.stream()
                .filter(file -> file.endsWith(type + ".java"))
                .anyMatch(file -> declaration.matcher(Documents.text(file)).find());
    }

    private static List<Path> files() {
        Path bench = Documents.ROOT.resolve("bench");
        try (Stream<Path> server = Files.walk(Documents.ROOT.resolve("server/src"));
                Stream<Path> distribution = Files.walk(Documents.ROOT.resolve("dist/src"));
                Stream<Path> measuring = Files.walk(bench.resolve("src"));
                Stream<Path> alone = Files.list(bench)) {
            return Stream.of(server, distribution, measuring, alone)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
