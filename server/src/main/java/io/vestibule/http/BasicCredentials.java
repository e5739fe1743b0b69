package io.vestibule.http;

import io.vestibule.secret.Secret;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** A user and password in an {@code Authorization} header (RFC 7617, UTF-8). */
public record BasicCredentials(String user, Secret password) {
    /** The credentials; empty where the header is of another scheme or can't be read. */
    public static Optional<BasicCredentials> parse(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair = Percent.utf8(ByteBuffer.wrap(
                    Base64.getDecoder().decode(header.substring(6).strip())));
            int colon = pair.indexOf(':');
            boolean readable = colon >= 0 && pair.chars().noneMatch(Character::isISOControl);
            return readable
                    ? Optional.of(new BasicCredentials(pair.substring(0, colon), Secret.of(pair.substring(colon + 1))))
                    : Optional.empty();
        } catch (IllegalArgumentException | RequestException e) {
            return Optional.empty();
        }
    }
}
