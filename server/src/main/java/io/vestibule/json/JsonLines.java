package io.vestibule.json;

import java.nio.CharBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** Where in a JSON text a thing stands. */
final class JsonLines {
    private JsonLines() {}

    /** The line, from 1, of what a JSON pointer leads to, or of the nearest that is there on the way; 0 where that is the whole. */
    static int of(byte[] utf8, String pointer) {
        CharBuffer text = JsonReader.decode(utf8);
        int line = 0;
        String nearest = "";
        try (JsonParser tokens = JsonReader.FACTORY.createParser(
                ObjectReadContext.empty(), text.array(), text.arrayOffset() + text.position(), text.remaining())) {
            while (tokens.nextToken() != null) {
                String here = tokens.streamReadContext().pathAsPointer().toString();
                if (here.length() > nearest.length() && (pointer + "/").startsWith(here + "/")) {
                    nearest = here;
                    line = JsonReader.line(tokens.currentTokenLocation());
                }
            }
        } catch (JacksonException e) {
            return line; // it ends there
        }
        return line;
    }
}
