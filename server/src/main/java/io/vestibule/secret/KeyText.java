package io.vestibule.secret;

import java.util.Base64;
import java.util.HexFormat;

/** Reads the text form of a key. */
final class KeyText {
    private static final int BYTES = 32;

    private KeyText() {}

    /** The 32 bytes that the setting's text stands for. White space around it (a file's last newline) doesn't matter. */
    static byte[] parse(String setting, Secret secret) {
        String text = secret.reveal().strip();
        // 64 hexadecimal digits are also base64, of 48 bytes: the length decides.
        byte[] key = text.length() == 2 * BYTES ? hex(text) : base64(text);
        if (key.length != BYTES) {
            throw new IllegalArgumentException(
                    setting + " must be 32 random bytes as base64 (43 or 44 characters) or as"
                            + " 64 hexadecimal digits; `openssl rand -base64 32` makes one");
        }
        return key;
    }

    /** No bytes if the text isn't hexadecimal: the JDK's exception would quote it. */
    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** No bytes if the text is neither base64 nor base64url. */
    private static byte[] base64(String text) {
        try {
            return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
