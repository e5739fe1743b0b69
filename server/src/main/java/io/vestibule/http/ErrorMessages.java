package io.vestibule.http;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sentences in a refusal's body, and nothing else of it. */
final class ErrorMessages {
    private static final List<String> MEMBERS = List.of("message", "detail", "error_description");
    private static final int LONGEST = 500;
    private static final int LARGEST = 16 * 1024;

    private ErrorMessages() {}

    /** Null where the body is no JSON, or has none. */
    static @Nullable String of(Answer answer) {
        String type = answer.header("Content-Type");
        if (type == null || !type.contains("json") || answer.body().length > LARGEST) {
            return null;
        }
        try {
            List<String> told = new ArrayList<>();
            if (Json.parse(answer.body()) instanceof Json.Object body) {
                MEMBERS.forEach(member -> add(told, "", body.get(member)));
                errors(told, body.get("errors"));
            }
            String text = String.join(" ", told);
            return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), LONGEST));
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static void add(List<String> told, String before, @Nullable Json json) {
        if (json instanceof Json.Text(String text)) {
            told.add(before + text);
        }
    }

    /** By field, or as a problem detail has them (RFC 9457). */
    private static void errors(List<String> told, @Nullable Json errors) {
        if (errors instanceof Json.Object fields) {
            fields.fields().forEach((field, sentences) -> {
                if (sentences instanceof Json.Array(List<Json> each)) {
                    each.forEach(sentence -> add(told, field + ": ", sentence));
                }
            });
        } else if (errors instanceof Json.Array(List<Json> each)) {
            for (Json one : each) {
                if (one instanceof Json.Object error && error.get("pointer") instanceof Json.Text(String pointer)) {
                    add(told, pointer + ": ", error.get("detail"));
                }
            }
        }
    }
}
