package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.customer.ProfileSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file looks like, by its name and how it begins: for whoever has to say what it is.
 *
 * @param format   null where nothing is recognised
 * @param columns  of our own CSV, as the file calls them, but for those of an error file; empty for other formats
 * @param sentence what there is to say of it, such as what makes a readable file of it; null for nothing
 */
public record Recognition(
        @Nullable FileFormat format,
        List<String> columns,
        @Nullable String sentence) {
    public Recognition {
        columns = List.copyOf(columns);
    }

    /** Looks at a name and the first bytes. */
    public static Recognition of(String name, byte[] head, ProfileSchema schema) {
        String binary = Shape.binary(head);
        if (binary != null) {
            return new Recognition(null, List.of(), binary);
        }
        String text = Shape.text(head);
        String line = text.lines().findFirst().orElse("");
        Set<String> names = FieldNames.ofColumns(schema);
        return line.startsWith("{") || line.startsWith("[")
                ? ofJson(text, line, names)
                : ofTable(name, text, line, names);
    }

    private static Recognition ofJson(String text, String line, Set<String> names) {
        FileFormat system = Shape.holdsOwnObjects(text, names) ? null : Shape.system(text);
        if (system != null) {
            return new Recognition(system, List.of(), null);
        }
        String what = Shape.json(text, line);
        return new Recognition(what == null ? FileFormat.JSON_LINES : null, List.of(), what);
    }

    private static Recognition ofTable(String name, String text, String line, Set<String> names) {
        FileFormat system = Shape.isOwnHeader(line, names) ? null : Shape.tableSystem(text, line);
        if (system != null) {
            return new Recognition(system, List.of(), null);
        }
        List<String> columns = Objects.requireNonNullElse(CsvRecords.fields(line.getBytes(UTF_8)), List.of());
        boolean csv = columns.size() > 1
                || (!columns.isEmpty() && FileFormat.ofName(name).equals(Optional.of(FileFormat.CSV)));
        return csv && Shape.table(text, line) == null
                ? new Recognition(
                        FileFormat.CSV,
                        columns.stream()
                                .filter(column -> !FieldNames.OF_ERROR_FILES.contains(column))
                                .toList(),
                        null)
                : new Recognition(
                        null,
                        List.of(),
                        Objects.requireNonNullElse(
                                Shape.table(text, line), "It doesn't tell which format it has: say which."));
    }

    /** What columns can be called. */
    public static List<String> fields(ProfileSchema schema) {
        List<String> fields = new ArrayList<>(FieldNames.CORE);
        fields.addAll(schema.attributes().stream().sorted().toList());
        return fields;
    }

    /** What a column may mean: the field of the same letters and digits. */
    public static Optional<String> meant(String column, ProfileSchema schema) {
        return fields(schema).stream()
                .filter(field -> folded(field).equals(folded(column)))
                .findFirst();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
