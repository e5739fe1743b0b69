package io.vestibule.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON text into a tree. Jackson splits the text into tokens; what is allowed beyond the grammar is decided here. */
final class JsonReader {
    static final int MAX_DEPTH = 32;
    static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final JsonParser tokens;

    private int left;

    private JsonReader(JsonParser tokens, int mostValues) {
        this.tokens = tokens;
        this.left = mostValues;
    }

    static Json read(byte[] utf8, int mostValues) {
        CharBuffer text = decode(utf8);
        try (JsonParser tokens = FACTORY.createParser(
                ObjectReadContext.empty(), text.array(), text.arrayOffset() + text.position(), text.remaining())) {
            return document(new JsonReader(tokens, mostValues));
        } catch (JacksonException e) {
            // Its message may quote the input: dropped, and not kept as a cause.
            throw new MalformedJsonException("not JSON").at(line(e.getLocation()));
        }
    }

    private static Json document(JsonReader reader) {
        try {
            return reader.document();
        } catch (MalformedJsonException e) {
            throw e.at(line(reader.tokens.currentLocation()));
        }
    }

    static int line(@Nullable TokenStreamLocation location) {
        return location == null ? 0 : Math.max(0, location.getLineNr());
    }

    /**
     * RFC 8259 section 8.1: UTF-8 between systems, and a byte order mark may be ignored. Decoded before Jackson sees it, since
     * Jackson would guess UTF-16 and UTF-32 too.
     */
    static CharBuffer decode(byte[] utf8) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            if (text.hasRemaining() && text.get(text.position()) == BYTE_ORDER_MARK) {
                text.get();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not UTF-8");
        }
    }

    private Json document() {
        JsonToken first = tokens.nextToken();
        if (first == null) {
            throw new MalformedJsonException("empty");
        }
        Json value = value(first, 0);
        if (tokens.nextToken() != null) {
            throw new MalformedJsonException("more than one value");
        }
        return value;
    }

    private Json value(@Nullable JsonToken token, int depth) {
        if (left-- == 0) {
            throw MalformedJsonException.tooManyValues();
        }
        // Not "case null": such a switch is linked anew in each process, which takes 3 ms
        return switch (Objects.requireNonNullElse(token, JsonToken.NOT_AVAILABLE)) {
            case START_OBJECT -> object(deeper(depth));
            case START_ARRAY -> array(deeper(depth));
            case VALUE_STRING -> new Json.Text(unicode(tokens.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Number(tokens.getString());
            case VALUE_TRUE -> Json.Bool.TRUE;
            case VALUE_FALSE -> Json.Bool.FALSE;
            case VALUE_NULL -> Json.Null.NULL;
            default -> throw new MalformedJsonException("not JSON");
        };
    }

    private Json object(int depth) {
        var fields = new LinkedHashMap<String, Json>();
        for (String name = tokens.nextName(); name != null; name = tokens.nextName()) {
            Json value = value(tokens.nextToken(), depth);
            // RFC 7493 section 2.3: two readers that pick different values of one name are an attack waiting to happen.
            if (fields.put(unicode(name), value) != null) {
                throw new MalformedJsonException("a name stands twice in an object");
            }
        }
        return new Json.Object(fields);
    }

    private Json array(int depth) {
        var items = new ArrayList<Json>();
        for (JsonToken token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
            items.add(value(token, depth));
        }
        return new Json.Array(items);
    }

    private static int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw new MalformedJsonException("nested deeper than " + MAX_DEPTH + " levels");
        }
        return depth + 1;
    }

    /** RFC 7493 section 2.1: an escaped half of a surrogate pair is no Unicode text, and no database would store it. */
    private static String unicode(String text) {
        if (!Json.isUnicode(text)) {
            throw new MalformedJsonException("a text that is not Unicode");
        }
        return text;
    }
}
