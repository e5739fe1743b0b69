package io.vestibule.oauth;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a client may show for tokens (RFC 6749 section 1.3). */
public enum GrantType {
    AUTHORIZATION_CODE,
    REFRESH_TOKEN,
    CLIENT_CREDENTIALS;

    /** As requests and registrations name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The grant type of that label. */
    public static Optional<GrantType> parse(String label) {
        return Stream.of(values()).filter(type -> type.label().equals(label)).findFirst();
    }
}
