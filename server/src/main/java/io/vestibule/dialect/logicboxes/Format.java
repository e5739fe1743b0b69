package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;

/** The two endings that every call has, and how a map looks in each. */
public enum Format {
    JSON {
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
        @Override
        Answer map(int status, Json.Object map) {
            StringBuilder xml = new StringBuilder("<hashtable>");
            map.fields()
                    .forEach((key, value) -> xml.append("<entry><string>")
                            .append(escape(key))
                            .append("</string><string>")
                            .append(escape(text(value)))
                            .append("</string></entry>"));
            return xml(status, xml.append("</hashtable>"));
        }

        @Override
        Answer error(int status, Json.Object map) {
            StringBuilder xml = new StringBuilder("<response>");
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

    /** The format that a path asks for; JSON where it asks for none. */
    static Format of(String path) {
        return path.endsWith(XML.ending()) ? XML : JSON;
    }

    String ending() {
        return this == XML ? ".xml" : ".json";
    }

    /** A map: the answer of a call. */
    abstract Answer map(int status, Json.Object map);

    /**
     * A bare value: the answer of a call that has nothing else to tell. In XML one element named for its type, as a map's parts
     * are ({@code <boolean>true</boolean>}): no recorded answer shows another form.
     */
    Answer value(int status, Json value) {
        String type = switch (value) {
            case Json.Bool truth -> "boolean";
            case Json.Number number -> "int";
            case Json.Text text -> "string";
            case Json.Null none -> "null";
            case Json.Array array -> "list";
            case Json.Object map -> "hashtable";
        };
        return switch (this) {
            case JSON -> Answer.json(status, value);
            case XML -> xml(status, "<" + type + ">" + escape(text(value)) + "</" + type + ">");
        };
    }

    /** An error: a map of its own form in XML. */
    abstract Answer error(int status, Json.Object map);

    private static Answer xml(int status, CharSequence body) {
        String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + body;
        return Answer.of(status, "application/xml; charset=utf-8", document.getBytes(StandardCharsets.UTF_8));
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
