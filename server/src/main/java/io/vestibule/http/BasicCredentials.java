package io.vestibule.http;

import io.vestibule.secret.Secret;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** A user and password in an {@code Authorization} header (RFC 7617, UTF-8). */
public record BasicCredentials(String user, Secret password) {
    /** The credentials of a request; empty where it has none or they can't be read. */
    public static Optional<BasicCredentials> of(Request request) {
        return request.authorization("Basic").flatMap(BasicCredentials::parse);
    }

    private static Optional<BasicCredentials> parse(String encoded) {
        try {
            String pair = Percent.utf8(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)));
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
