package io.vestibule.config;

import io.vestibule.secret.Secret;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The installation's master key, as text that stands for 32 bytes: base64, base64url or hexadecimal.
 *
 * @param master null only with the embedded database: it is made in the data directory then
 * @param previous the key in use before, during a rotation; else null
 */
public record KeysConfig(@Nullable Secret master, @Nullable Secret previous) {
    private static final int BYTES = 32;

    private static final Kind<Secret> MASTER_KEY = Kind.hidden(
            "master key",
            "32 random bytes in base64 or as 64 hexadecimal digits; \"openssl rand -base64 32\" makes them",
            KeysConfig::key);

    static final Setting<Secret> MASTER = Setting.optional(
            "master-key",
            MASTER_KEY,
            "made in the data directory",
            "Encrypts what must stay secret in the database, such as signing keys, waiting mail and second factors, and keys"
                    + " hashes and tags (docs/security.md has all); required with a database URL."
                    + " Keep a copy: nothing replaces it");
    static final Setting<Secret> PREVIOUS = Setting.optional(
            "master-key-previous", MASTER_KEY, "none", "The master key before, while its rotation goes on");

    static KeysConfig read(Settings settings) {
        settings.section("Keys");
        return new KeysConfig(
                settings.find(MASTER).orElse(null), settings.find(PREVIOUS).orElse(null));
    }

    /** Checks the form; 64 hexadecimal digits are base64 too, of 48 bytes, so the length decides. */
    private static Secret key(String given) {
        String text = given.strip();
        byte[] key = text.length() == 2 * BYTES
                ? HexFormat.of().parseHex(text)
                : Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        Kind.require(key.length == BYTES);
        return Secret.of(text);
    }
}
