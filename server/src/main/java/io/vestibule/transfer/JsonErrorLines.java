package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;

/** The line's own object with two more fields; a text that is no object as a third. */
final class JsonErrorLines implements ErrorLines {

    @Override
    public String header() {
        return "";
    }

    @Override
    public byte[] line(SourceRecord source, String reason) {
        Json.Builder line =
                Json.object().put(FieldNames.ERROR_LINE, source.line()).put(FieldNames.ERROR_REASON, reason);
        try {
            Json record = source.raw() instanceof Raw.Parsed(Json.Object object, int weight)
                    ? object
                    : Json.parse(source.raw().utf8());
            if (record instanceof Json.Object object) {
                object.fields().forEach((name, value) -> {
                    if (!FieldNames.OF_ERROR_FILES.contains(name)) {
                        line.put(name, value);
                    }
                });
                return line.build().utf8();
            }
        } catch (MalformedJsonException e) {
            // It goes as text
        }
        return line.put(FieldNames.ERROR_TEXT, new String(source.raw().utf8(), UTF_8))
                .build()
                .utf8();
    }
}
