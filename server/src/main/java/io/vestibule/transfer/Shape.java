package io.vestibule.transfer;

import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recognises, by how it begins, a file of another shape than it was said to be, or that nobody said, before each line is refused. */
public final class Shape {
    private static final int HEAD = 64 * 1024;
    private static final int FEW = 20;
    private static final Pattern HEADER = Pattern.compile("\"?[A-Za-z_][\\w .-]*\"?(?:,\"?[A-Za-z_][\\w .-]*+\"?)*+");

    private static final String FROM_MARIADB =
            " What import reads is written by: mariadb --batch --raw --skip-column-names"
                    + " -e \"set time_zone = '+00:00'; select json_object('email', email, 'passwordHash', password, 'createdAt',"
                    + " created_at) from users\" DATABASE > customers.jsonl; names in quotes are those of docs/import.md.";
    private static final String FROM_POSTGRESQL =
            " What import reads is written by: psql DATABASE -c \"\\copy (select email,"
                    + " password as \\\"passwordHash\\\", created_at as \\\"createdAt\\\" from users) to 'customers.csv' csv header\";"
                    + " names are those of docs/import.md.";

    private Shape() {}

    /**
     * Refuses a file of another shape.
     *
     * @throws UnusableFileException if it is one; it says what the file is, and what reads it
     */
    static void check(ImportFile file, FileFormat format, Map<String, String> columns, ProfileSchema schema)
            throws IOException {
        Set<String> names = FieldNames.ofColumns(schema);
        names.addAll(columns.keySet());
        String what = other(head(file), format, names);
        if (what != null) {
            throw new UnusableFileException(what);
        }
    }

    /** What a file is whose name doesn't tell its format, and what reads it, if it is one of those known here. */
    public static Optional<String> unnamed(ImportFile file) throws IOException {
        return Optional.ofNullable(other(head(file), FileFormat.CSV, Set.of()));
    }

    private static byte[] head(ImportFile file) throws IOException {
        try (InputStream in = file.open()) {
            return in.readNBytes(HEAD);
        }
    }

    private static @Nullable String other(byte[] head, FileFormat format, Set<String> names) {
        String binary = binary(head);
        if (binary != null) {
            return binary;
        }
        String text = text(head);
        String line = text.lines().findFirst().orElse("");
        boolean json = line.startsWith("{") || line.startsWith("[");
        return switch (format) {
            case CSV -> isOwnHeader(line, names) ? null : json ? json(text, line) : table(text, line);
            case JSON_LINES -> holdsOwnObjects(text, names) ? null : json ? json(text, line) : table(text, line);
            default -> json || text.isEmpty() ? null : "The file holds no JSON, which the answers of that API are.";
        };
    }

    /** The beginning as text, without a byte order mark. */
    static String text(byte[] head) {
        return new String(head, StandardCharsets.UTF_8).replaceFirst("^\uFEFF?\\s*", "");
    }

    static @Nullable String binary(byte[] head) {
        int first = head.length < 2 ? 0 : (Byte.toUnsignedInt(head[0]) << 8) + Byte.toUnsignedInt(head[1]);
        return switch (first) {
            case 0x1F8B -> "The file is compressed; gunzip FILE makes what import reads.";
            case 0x504B -> "The file is a ZIP archive or a spreadsheet; import reads what is in it, as CSV in UTF-8.";
            case 0xFFFE, 0xFEFF -> "The file is in UTF-16; iconv -f UTF-16 -t UTF-8 FILE makes what import reads.";
            default -> null;
        };
    }

    static boolean isOwnHeader(String line, Set<String> names) {
        List<String> columns = CsvRecords.fields(line.getBytes(StandardCharsets.UTF_8));
        return columns != null && names.containsAll(columns);
    }

    /** Whether one of the first lines is an object of ours: what others are is told line by line, then. */
    static boolean holdsOwnObjects(String text, Set<String> names) {
        return text.lines().limit(FEW).anyMatch(line -> isOwnObject(line, names));
    }

    private static boolean isOwnObject(String line, Set<String> names) {
        try {
            return Json.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof Json.Object object
                    && object.fields().keySet().stream().anyMatch(names::contains)
                    && system(line) == null;
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    static @Nullable String json(String text, String line) {
        FileFormat system = system(text);
        if (system != null) {
            return "The file is JSON of another system; --from " + system.word() + " reads it.";
        }
        return line.startsWith("[") || !line.strip().endsWith("}")
                ? "The file is one JSON document, and import reads an object a line: jq -c '.[]' FILE > customers.jsonl writes"
                        + " them of a list. Documents of other systems are read with --from; docs/import.md tells of which."
                : null;
    }

    /** The system whose words stand in a text. */
    static @Nullable FileFormat system(String text) {
        for (FileFormat format : FileFormat.others()) {
            if (Signatures.of(format).stream()
                    .anyMatch(signatures -> signatures.stream().allMatch(text::contains))) {
                return format;
            }
        }
        return null;
    }

    /** The system whose table, or LDIF, a text is. */
    static @Nullable FileFormat tableSystem(String text, String line) {
        if (line.startsWith("dn:") || line.startsWith("version: 1")) {
            return FileFormat.LDIF;
        }
        String first = text.lines().limit(2).collect(Collectors.joining(",", ",", ","));
        return system(first.replace("\"", "").replace('\t', ','));
    }

    static @Nullable String table(String text, String line) {
        FileFormat system = tableSystem(text, line);
        if (system != null) {
            return "The file is of another system; --from " + system.word() + " reads it.";
        }
        boolean tabs = line.contains("\t");
        boolean nulls = text.lines().anyMatch(one -> one.matches("(?:.*[,\t])?\\\\N(?:[,\t].*)?"));
        if (tabs && !nulls) {
            return "The file is of mariadb --batch or mysql --batch, or of another program that writes tabs between columns."
                    + FROM_MARIADB;
        }
        if (tabs) {
            boolean mariadb = text.lines().anyMatch(one -> one.endsWith("\\") && !one.endsWith("\\\\"));
            return mariadb
                    ? "The file is of MariaDB's or MySQL's SELECT INTO OUTFILE or --tab, without a header."
                            + FROM_MARIADB
                    : "The file is PostgreSQL's text format of COPY (MariaDB's OUTFILE looks the same), without a header."
                            + FROM_POSTGRESQL;
        }
        if (!HEADER.matcher(line).matches() && (nulls || text.contains("\\\""))) {
            return "The file is of MariaDB's or MySQL's SELECT INTO OUTFILE, with backslashes before quotation marks, \\N for"
                    + " nothing and no header: not CSV." + FROM_MARIADB;
        }
        return null;
    }
}
