package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of results, in Markdown. */
public final class Page {
    private final StringBuilder text = new StringBuilder();

    /** A page with a title. */
    public Page(String title) {
        text.append("# ").append(title).append("\n");
    }

    /** Begins a section. */
    public void section(String title) {
        text.append("\n## ").append(title).append("\n");
    }

    /** Adds a paragraph. */
    public void paragraph(String paragraph) {
        text.append("\n").append(paragraph).append("\n");
    }

    /** Adds a table. */
    public void table(List<String> header, List<List<String>> rows) {
        text.append("\n").append(row(header));
        text.append(row(header.stream().map(cell -> "---").toList()));
        rows.forEach(cells -> text.append(row(cells)));
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** A row that begins with a name and goes on with figures, {@code -} for what wasn't measured. */
    public static List<String> row(Series series, Sample.Figure... figures) {
        return Stream.concat(
                        Stream.of(series.name()),
                        Arrays.stream(figures).map(figure -> series.has(figure) ? series.spread(figure) : "-"))
                .toList();
    }

    /** Writes the page. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
