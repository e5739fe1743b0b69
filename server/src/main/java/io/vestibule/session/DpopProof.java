package io.vestibule.session;

import io.vestibule.secret.Tokens;
import java.time.Duration;

/**
 * A client's proof that it has a key, for one request (RFC 9449 section 4). It is good once: whatever it is for takes note of it
 * ({@link UsedJwtStore}).
 *
 * @param jkt the key's SHA-256 thumbprint (RFC 7638), in base64url
 * @param jti the proof's own name
 */
public record DpopProof(String jkt, String jti) {
    /** How long a proof is remembered: longer than any node takes its nonce. */
    public static final Duration KEPT = Duration.ofMinutes(7);

    /** What the store keeps of it. Another key's proof may have the same {@code jti}. */
    byte[] hash() {
        return Tokens.hash(jkt + " " + jti);
    }
}
