package io.vestibule.passkey;

import java.util.Base64;
import java.util.Optional;

/** Bytes as WebAuthn's JSON has them: base64url (RFC 4648 section 5), written without padding, read with or without. */
public final class Base64Url {
    private Base64Url() {}

    /** Without padding: browsers refuse it. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes; empty if the text is none. */
    static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
