package io.vestibule.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** As much of CBOR (RFC 8949) as an authenticator writes: whole numbers, bytes, text and maps. */
final class Cbor {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Cbor() {}

    /** A value's bytes: of a number, {@code byte[]}, string, or a map of these, in its order. */
    static byte[] of(Object value) {
        Cbor cbor = new Cbor();
        cbor.write(value);
        return cbor.out.toByteArray();
    }

    private void write(Object value) {
        switch (value) {
            case Integer number when number < 0 -> head(1, -1 - number);
            case Integer number -> head(0, number);
            case byte[] bytes -> {
                head(2, bytes.length);
                out.writeBytes(bytes);
            }
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                head(3, bytes.length);
                out.writeBytes(bytes);
            }
            case Map<?, ?> map -> {
                head(5, map.size());
                map.forEach((key, item) -> {
                    write(key);
                    write(item);
                });
            }
            default -> throw new IllegalArgumentException("no authenticator writes a " + value.getClass());
        }
    }

    private void head(int type, int length) {
        if (length < 24) {
            out.write(type << 5 | length);
        } else if (length < 256) {
            out.write(type << 5 | 24);
            out.write(length);
        } else {
            out.write(type << 5 | 25);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        }
    }
}
