package io.vestibule.passkey;

import io.vestibule.secret.Tokens;
import java.time.Duration;

/** What a browser is asked to sign: 256 random bits as base64url, of which only a hash is stored. Good for one ceremony. */
public record PasskeyChallenge(String text) {
    /** How long a browser may take, its customer's hesitation included. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    /** A new one. */
    public static PasskeyChallenge random() {
        return new PasskeyChallenge(Tokens.random());
    }

    /** What the store keeps. */
    public byte[] hash() {
        return Tokens.hash(text);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "PasskeyChallenge[redacted]";
    }
}
