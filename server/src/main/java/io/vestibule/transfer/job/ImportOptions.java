package io.vestibule.transfer.job;

import io.vestibule.json.Json;
import io.vestibule.transfer.FileFormat;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the files of an import are read, as the options of {@code vestibule import} say it.
 *
 * @param format   null: nobody has said it, and it wasn't recognised
 * @param columns  what columns of CSV are called here, by what the file calls them; empty for one that is left out
 * @param account  of Sonar's contacts whose own account isn't told
 * @param zone     of times without one; null: they aren't guessed
 * @param lenient  whether a customer is imported without a field that is odd
 * @param form     the normal form of Unicode that passwords were brought into
 * @param hmac     the id of the secret of an HMAC-SHA-512 whose base64 was hashed in place of the password
 * @param pepper   the id of a secret that was put behind the password
 * @param firebase the id of the project's hash parameters, which are kept as such a secret is
 */
public record ImportOptions(
        @Nullable FileFormat format,
        Map<String, String> columns,
        @Nullable String account,
        @Nullable ZoneId zone,
        boolean lenient,
        @Nullable String form,
        @Nullable String hmac,
        @Nullable String pepper,
        @Nullable String firebase) {
    public ImportOptions {
        columns = Map.copyOf(columns);
    }

    /** Of a format alone. */
    public static ImportOptions of(@Nullable FileFormat format) {
        return new ImportOptions(format, Map.of(), null, null, false, null, null, null, null);
    }

    Json json() {
        Json.Builder renamed = Json.object();
        columns.forEach(renamed::put);
        return Json.object()
                .put("format", format == null ? null : format.word())
                .put("columns", renamed.build())
                .put("account", account)
                .put("zone", zone == null ? null : zone.getId())
                .put("lenient", lenient)
                .put("form", form)
                .put("hmac", hmac)
                .put("pepper", pepper)
                .put("firebase", firebase)
                .build();
    }

    static ImportOptions of(Json.Object kept) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (kept.get("columns") instanceof Json.Object renamed) {
            renamed.fields()
                    .keySet()
                    .forEach(column -> columns.put(column, renamed.text(column).orElse("")));
        }
        return new ImportOptions(
                kept.text("format").flatMap(FileFormat::ofWord).orElse(null),
                columns,
                kept.text("account").orElse(null),
                kept.text("zone").map(ZoneId::of).orElse(null),
                kept.get("lenient") instanceof Json.Bool(boolean lenient) && lenient,
                kept.text("form").orElse(null),
                kept.text("hmac").orElse(null),
                kept.text("pepper").orElse(null),
                kept.text("firebase").orElse(null));
    }
}
