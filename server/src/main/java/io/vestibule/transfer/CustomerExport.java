package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes customers of a portal in the format that an import reads, with the hashes of their passwords. */
public final class CustomerExport {
    private final ExportStore store;

    public CustomerExport(ExportStore store) {
        this.store = store;
    }

    /** Whose customers are written. */
    public enum Whom {
        ALL,
        /** Those who are known here, and whose password only the portal's upstream knows. */
        AWAITED
    }

    /**
     * Writes CSV or JSON Lines; gives how many customers it wrote. What comes out is as of one moment, however long it takes.
     *
     * @throws UncheckedIOException if it can't be written
     */
    public long write(long portalId, Whom whom, FileFormat format, OutputStream out, AuditContext context) {
        var writer = new Writer(format == FileFormat.CSV, out);
        store.export(portalId, whom, context, writer);
        return writer.count;
    }

    private static final class Writer implements ExportStore.Export {
        private final boolean csv;
        private final OutputStream out;
        private final List<String> columns = new ArrayList<>(FieldNames.CORE);
        private long count;

        Writer(boolean csv, OutputStream out) {
            this.csv = csv;
            this.out = out;
        }

        @Override
        public void begin(List<String> attributes) {
            columns.addAll(attributes);
            if (csv) {
                line(CsvErrorLines.record(columns));
            }
        }

        @Override
        public void customer(Exported customer) {
            count++;
            Json.Object fields = customer.fields();
            line(
                    csv
                            ? CsvErrorLines.record(columns.stream()
                                    .map(column -> cell(fields.get(column)))
                                    .toList())
                            : fields.toString());
        }

        /** As {@link CsvPieces} reads a cell. */
        private static String cell(@Nullable Json value) {
            return switch (value) {
                case null -> "";
                case Json.Text(String text) ->
                    text.startsWith("{") || text.startsWith("[") || text.startsWith("\"") ? value.toString() : text;
                case Json other -> other.toString();
            };
        }

        private void line(String text) {
            try {
                out.write((text + "\n").getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("The export can't be written: " + Unwritable.reason(e), e);
            }
        }
    }
}
