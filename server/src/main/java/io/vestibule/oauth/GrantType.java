package io.vestibule.oauth;

import java.util.Optional;
import java.util.stream.Stream;

/** What a client may show for tokens (RFC 6749 section 1.3). */
public enum GrantType {
    AUTHORIZATION_CODE("authorization_code"),
    REFRESH_TOKEN("refresh_token"),
    CLIENT_CREDENTIALS("client_credentials"),
    /** RFC 8628 section 3.4. */
    DEVICE_CODE("urn:ietf:params:oauth:grant-type:device_code");

    private final String label;

    GrantType(String label) {
        this.label = label;
    }

    /** As requests and registrations name it. */
    public String label() {
        return label;
    }

    /** The grant type of that label. */
    public static Optional<GrantType> parse(String label) {
        return Stream.of(values()).filter(type -> type.label().equals(label)).findFirst();
    }
}
