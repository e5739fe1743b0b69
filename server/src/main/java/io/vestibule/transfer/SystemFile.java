package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One file of another system's: in which of the forms that they come in it is written, and whether it holds customers. */
final class SystemFile {
    private static final int HEAD = 64 * 1024;
    private static final int LONGEST_DEFINITION = 1024 * 1024;
    private static final Pattern COLUMN = Pattern.compile("^\\s+`([^`]+)` ", Pattern.MULTILINE);

    private final ImportFile file;
    private final OtherSystem system;
    private final byte[] head;
    private final String text;

    SystemFile(ImportFile file, OtherSystem system) {
        this.file = file;
        this.system = system;
        try (InputStream in = file.open()) {
            head = in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new UncheckedIOException("The file can't be read: " + e.getMessage(), e);
        }
        text = new String(head, StandardCharsets.UTF_8).replaceFirst("^\uFEFF?\\s+", "");
    }

    /** Whether it tells only more of customers who stand in another file. */
    boolean isSide(boolean alone) {
        if (system.sideMarks().isEmpty()) {
            return false;
        }
        Set<String> names = isJson() ? names() : Set.copyOf(columns());
        boolean side = system.sideMarks().stream().anyMatch(names::contains);
        return side && (!alone || system.marks().stream().noneMatch(names::contains));
    }

    /** Whether it may tell more of customers. */
    boolean mayHoldSide(boolean alone) {
        return isSide(alone) || (!system.sideLists().isEmpty() && isJson() && !isLines());
    }

    private boolean isJson() {
        return text.startsWith("{") || text.startsWith("[");
    }

    /** The names of the first record. */
    private Set<String> names() {
        JsonElements.Element first = new JsonElements(new ByteArrayInputStream(head), system.lists(), HEAD).next();
        Json.Object record =
                first == null ? null : Records.One.parsed(1, "", first.text()).object();
        return record == null ? Set.of() : record.fields().keySet();
    }

    /** An object a line: the first line is one, and no list of records is in it. */
    private boolean isLines() {
        if (!text.startsWith("{")) {
            return false;
        }
        String line = text.lines().findFirst().orElse("").strip();
        return line.endsWith("}")
                && !line.equals("{}")
                && Stream.concat(system.lists().stream(), system.sideLists().stream())
                        .noneMatch(list -> Pattern.compile("\"" + list + "\"\\s*:\\s*\\[\\s*(\\{|\\])")
                                .matcher(line)
                                .find());
    }

    private List<String> columns() {
        String line = text.lines().findFirst().orElse("");
        if (!line.contains("\t")) {
            List<String> fields = CsvRecords.fields(line.getBytes(StandardCharsets.UTF_8));
            return fields == null ? List.of() : fields;
        }
        List<String> dumped = dumped();
        return dumped != null ? dumped : Arrays.asList(line.split("\t", -1));
    }

    /** The columns of a file of {@code mariadb-dump --tab}: they stand in a file beside it. */
    private @Nullable List<String> dumped() {
        ImportFile definition = file.name().endsWith(".txt")
                ? file.beside(file.name().replaceFirst("\\.[^.]*$", "") + ".sql")
                        .orElse(null)
                : null;
        if (definition == null) {
            return null;
        }
        try (InputStream in = definition.open()) {
            return COLUMN.matcher(new String(in.readNBytes(LONGEST_DEFINITION), StandardCharsets.UTF_8))
                    .results()
                    .map(column -> column.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + definition.name() + " can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Its records.
     *
     * @param opened the file, which is closed by whoever opened it
     */
    Records records(InputStream opened) {
        if (isJson()) {
            return isLines()
                    ? new JsonRecords.OfLines(opened)
                    : new JsonRecords(
                            opened,
                            Stream.concat(system.lists().stream(), system.sideLists().stream())
                                    .collect(Collectors.toSet()),
                            null);
        }
        Records own = system.records(opened);
        if (own != null) {
            return own;
        }
        String first = text.lines().findFirst().orElse("");
        Records table = first.contains("\t") ? new TableRecords.Tabs(opened, dumped()) : new TableRecords.Csv(opened);
        Set<String> columns = Set.copyOf(columns());
        boolean known = Stream.concat(system.marks().stream(), system.sideMarks().stream())
                .anyMatch(columns::contains);
        if (!known) {
            throw new UnusableFileException("The file " + file.name() + " has no column "
                    + String.join(
                            ", and no column ", system.marks().stream().sorted().toList())
                    + ", by which it is known.");
        }
        return table;
    }

    /** Only what tells more of customers. */
    Records sideRecords(InputStream opened, boolean alone) {
        return isSide(alone) ? records(opened) : new JsonRecords(opened, system.sideLists(), system.sideLists());
    }

    static InputStream buffered(ImportFile file) throws IOException {
        return new BufferedInputStream(file.open(), HEAD);
    }

    InputStream open() throws IOException {
        return buffered(file);
    }

    String name() {
        return file.name();
    }
}
