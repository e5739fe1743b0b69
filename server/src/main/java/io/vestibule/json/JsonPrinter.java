package io.vestibule.json;

import java.util.HexFormat;

/** Prints a tree compactly: no blanks, names in insertion order, and only the escapes that RFC 8259 section 7 demands. */
final class JsonPrinter {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder out = new StringBuilder(256);

    private JsonPrinter() {}

    static String print(Json json) {
        var printer = new JsonPrinter();
        printer.value(json);
        return printer.out.toString();
    }

    private void value(Json json) {
        switch (json) {
            case Json.Text(String value) -> text(value);
            case Json.Number(String literal) -> out.append(literal);
            case Json.Bool(boolean value) -> out.append(value);
            case Json.Null() -> out.append("null");
            case Json.Array array -> array(array);
            case Json.Object object -> object(object);
        }
    }

    private void array(Json.Array array) {
        char separator = '[';
        for (Json item : array.items()) {
            out.append(separator);
            value(item);
            separator = ',';
        }
        out.append(array.items().isEmpty() ? "[]" : "]");
    }

    private void object(Json.Object object) {
        char separator = '{';
        for (var field : object.fields().sequencedEntrySet()) {
            out.append(separator);
            text(field.getKey());
            out.append(':');
            value(field.getValue());
            separator = ',';
        }
        out.append(object.fields().isEmpty() ? "{}" : "}");
    }

    private void text(String text) {
        out.append('"');
        int printed = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, printed, i);
                escape(c);
                printed = i + 1;
            }
        }
        out.append(text, printed, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u").append(HEX.toHexDigits(c));
        }
    }
}
