package io.vestibule.config;

import io.vestibule.secret.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The user and password of a URL ({@code user:password@}), percent-decoded; both null if it has none. */
record Credentials(@Nullable String user, @Nullable Secret password) {

    static Credentials of(URI uri) {
        @Nullable String info = uri.getRawUserInfo();
        if (info == null) {
            return new Credentials(null, null);
        }
        int colon = info.indexOf(':');
        return colon < 0
                ? new Credentials(decode(info), null)
                : new Credentials(decode(info.substring(0, colon)), Secret.of(decode(info.substring(colon + 1))));
    }

    /** RFC 3986 section 2.1: a plus is a plus here, unlike in forms. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
