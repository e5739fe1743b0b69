package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;

/** The two endings that every call has, and how a value and a map look in each. */
public enum Format {
    JSON {
        @Override
        Answer value(int status, Json scalar) {
            return Answer.json(status, scalar);
        }

        @Override
        Answer map(int status, Json.Object map) {
            return Answer.json(status, map);
        }

        @Override
        Answer error(int status, Json.Object map) {
            return Answer.json(status, map);
        }
    },
    XML {
        // Without a declaration: a client takes what stands between the first > and the next <
        @Override
        Answer value(int status, Json scalar) {
            String element = switch (scalar) {
                case Json.Number number -> "int";
                case Json.Bool bool -> "boolean";
                case Json.Text text -> "string";
                case Json.Null nothing -> throw new IllegalArgumentException("no call answers null");
                case Json.Array array -> throw new IllegalArgumentException("no call answers an array");
                case Json.Object map -> throw new IllegalArgumentException("a map is no scalar");
            };
            return xml(status, "<" + element + ">" + escape(text(scalar)) + "</" + element + ">");
        }

        @Override
        Answer map(int status, Json.Object map) {
            return xml(status, DECLARATION + hashtable(map));
        }

        @Override
        Answer error(int status, Json.Object map) {
            StringBuilder xml = new StringBuilder(DECLARATION + "<response>");
            map.fields()
                    .forEach((key, value) -> xml.append('<')
                            .append(key)
                            .append('>')
                            .append(escape(text(value)))
                            .append("</")
                            .append(key)
                            .append('>'));
            return xml(status, xml.append("</response>"));
        }
    };

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    /** The format that a path asks for; JSON where it asks for none. */
    static Format of(String path) {
        return path.endsWith(XML.ending()) ? XML : JSON;
    }

    String ending() {
        return this == XML ? ".xml" : ".json";
    }

    /** A bare number, truth value or string: the answer of a call that has nothing more to say. */
    abstract Answer value(int status, Json scalar);

    /** A map, whose values may be maps: the answer of a call. */
    abstract Answer map(int status, Json.Object map);

    /** An error: a map of its own form in XML. */
    abstract Answer error(int status, Json.Object map);

    private static String hashtable(Json.Object map) {
        StringBuilder xml = new StringBuilder("<hashtable>");
        map.fields()
                .forEach((key, value) -> xml.append("<entry><string>")
                        .append(escape(key))
                        .append("</string>")
                        .append(
                                value instanceof Json.Object inner
                                        ? hashtable(inner)
                                        : "<string>" + escape(text(value)) + "</string>")
                        .append("</entry>"));
        return xml.append("</hashtable>").toString();
    }

    private static Answer xml(int status, CharSequence document) {
        return Answer.of(
                status, "application/xml; charset=utf-8", document.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Json value) {
        return value instanceof Json.Text(String text) ? text : value.toString();
    }

    /** Names can hold any text; a character that XML 1.0 (section 2.2) has no way to write shows as the replacement character. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\r' -> escaped.append("&#13;"); // a bare one would be read as a line feed (section 2.11)
                case '\t', '\n' -> escaped.append((char) c);
                default -> escaped.appendCodePoint(c < ' ' || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
            }
        });
        return escaped.toString();
    }
}
