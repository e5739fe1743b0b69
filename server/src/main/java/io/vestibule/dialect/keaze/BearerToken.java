package io.vestibule.dialect.keaze;

import io.vestibule.http.Request;
import java.util.Optional;

/** {@code Authorization: Bearer …} (RFC 6750 section 2.1). */
final class BearerToken {
    private BearerToken() {}

    /** The access token; empty where the header has none. */
    static Optional<String> of(Request request) {
        return request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip());
    }
}
