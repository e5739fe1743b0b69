package io.vestibule.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986 section 2.1) that refuses what isn't UTF-8 instead of guessing. */
final class Percent {
    private Percent() {}

    /** Decodes a path segment. */
    static String decode(String text) {
        return decode(text, false);
    }

    /** Decodes a form field, where a plus sign is a space (WHATWG URL, application/x-www-form-urlencoded). */
    static String decodeForm(String text) {
        return decode(text, true);
    }

    private static String decode(String text, boolean form) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed();
                }
                out.put((byte) (high << 4 | low));
                i += 2;
            } else {
                out.put(form && b == '+' ? (byte) ' ' : b);
            }
        }
        return utf8(out.flip());
    }

    /** The bytes as text, or a malformed request where they aren't UTF-8. */
    static String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static RequestException malformed() {
        return RequestException.malformed("The request is not valid UTF-8 text.");
    }
}
