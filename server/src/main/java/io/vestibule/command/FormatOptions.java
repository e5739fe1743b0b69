package io.vestibule.command;

import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.FileOnDisk;
import io.vestibule.transfer.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which format a file has, and which system wrote it. */
final class FormatOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv or jsonl; by the file's name (.csv, .jsonl, .ndjson) if left out.")
    private @Nullable String format;

    @Option(
            names = "--from",
            paramLabel = "SYSTEM",
            description =
                    "The files are another system's, as it writes them: ${COMPLETION-CANDIDATES}; docs/import.md tells of each.",
            completionCandidates = Systems.class)
    private @Nullable String from;

    /** What can follow --from. */
    static final class Systems implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return FileFormat.others().stream().map(FileFormat::word).iterator();
        }
    }

    /**
     * The format that is asked for, or the file's name tells.
     *
     * @throws Refusal if none is
     */
    FileFormat format(Path first) {
        if (from != null) {
            return byWord(from, FileFormat.others());
        }
        if (format != null) {
            return byWord(format, FileFormat.own());
        }
        return FileFormat.ofName(first.toString()).orElseThrow(() -> unnamed(first));
    }

    private static Refusal unnamed(Path file) {
        try {
            return new Refusal(Shape.unnamed(new FileOnDisk(file))
                    .orElse(
                            "The file's name doesn't tell its format; say --format csv or --format jsonl, or --from with"
                                    + " the system that wrote it."));
        } catch (IOException e) {
            return new Refusal("\"" + Arguments.shown(file.toString()) + "\" can't be read: " + e.getMessage(), e);
        }
    }

    /** The format of this name, or a refusal. */
    static FileFormat byWord(String word, List<FileFormat> choices) {
        return choices.stream()
                .filter(choice -> choice.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal("Unknown format \"" + Arguments.shown(word) + "\"; give one of "
                        + choices.stream().map(FileFormat::word).collect(Collectors.joining(", ")) + "."));
    }
}
