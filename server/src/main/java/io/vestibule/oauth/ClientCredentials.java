package io.vestibule.oauth;

import io.vestibule.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself at the token endpoint (RFC 6749 section 2.3, RFC 7521 section 4.2). What wasn't sent is null.
 *
 * @param basic         of the {@code Authorization} header
 * @param clientId      the parameter {@code client_id}
 * @param clientSecret  the parameter {@code client_secret}
 * @param assertionType the parameter {@code client_assertion_type}
 * @param assertion     the parameter {@code client_assertion}
 */
public record ClientCredentials(
        @Nullable Basic basic,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        @Nullable String assertionType,
        @Nullable Secret assertion) {

    /**
     * Name and secret of an {@code Authorization: Basic} header, as it has them: each was form-urlencoded before they were joined (RFC 6749
     * section 2.3.1).
     */
    public record Basic(String name, Secret secret) {}

    /** Which method that is. */
    AuthMethod method() {
        if (basic != null) {
            return AuthMethod.CLIENT_SECRET_BASIC;
        }
        if (clientSecret != null) {
            return AuthMethod.CLIENT_SECRET_POST;
        }
        return assertion != null || assertionType != null ? AuthMethod.PRIVATE_KEY_JWT : AuthMethod.NONE;
    }

    /** Whether it is more than one method (RFC 6749 section 2.3), or header and parameter name two clients. */
    boolean isAmbiguous() {
        long methods = Stream.of(basic != null, clientSecret != null, assertion != null || assertionType != null)
                .filter(given -> given)
                .count();
        boolean twoNames =
                basic != null && clientId != null && !decoded(basic.name()).equals(Optional.of(clientId));
        return methods > 1 || twoNames;
    }

    /** The secret, of the method that is used; empty for none, or one that can't be read. */
    Optional<Secret> secret() {
        return basic == null
                ? Optional.ofNullable(clientSecret)
                : decoded(basic.secret().reveal()).map(Secret::of);
    }

    static Optional<String> decoded(String formUrlencoded) {
        try {
            return Optional.of(URLDecoder.decode(formUrlencoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
