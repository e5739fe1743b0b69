package io.vestibule.passkey;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the browser says of a ceremony (WebAuthn Level 3 section 5.8.1). The signature is over the bytes as they came.
 *
 * @param challenge what it was asked to sign, as the options had it
 * @param origin    of the page, with its port
 * @param topOrigin of the page around it; null where the browser tells none
 */
record ClientData(
        String challenge,
        String origin,
        boolean crossOrigin,
        @Nullable String topOrigin) {

    static Optional<ClientData> parse(byte[] utf8) {
        try {
            if (Json.parse(utf8) instanceof Json.Object data
                    && data.get("challenge") instanceof Json.Text(String challenge)
                    && data.get("origin") instanceof Json.Text(String origin)) {
                return Optional.of(new ClientData(
                        challenge,
                        origin,
                        Json.of(true).equals(data.get("crossOrigin")),
                        data.text("topOrigin").orElse(null)));
            }
        } catch (MalformedJsonException e) {
            // no client data
        }
        return Optional.empty();
    }

    /** Whether the page was in a frame of another site's. */
    boolean framed() {
        return crossOrigin || topOrigin != null;
    }
}
