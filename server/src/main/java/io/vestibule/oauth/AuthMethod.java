package io.vestibule.oauth;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a client proves at the token endpoint that it is the one (OpenID Connect Core section 9). */
public enum AuthMethod {
    /** Not at all: a public client. */
    NONE,
    CLIENT_SECRET_BASIC,
    CLIENT_SECRET_POST,
    PRIVATE_KEY_JWT;

    /** As registrations name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the client has a secret. */
    public boolean hasSecret() {
        return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }

    /** The method of that label. */
    public static Optional<AuthMethod> parse(String label) {
        return Stream.of(values())
                .filter(method -> method.label().equals(label))
                .findFirst();
    }
}
