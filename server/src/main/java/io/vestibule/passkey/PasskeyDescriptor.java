package io.vestibule.passkey;

import io.vestibule.json.Json;
import java.util.List;

/**
 * A passkey as lists name it (WebAuthn Level 3 section 5.8.3).
 *
 * @param transports as its browser told at registration; none if it told none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PasskeyDescriptor(byte[] id, List<String> transports) {
    public PasskeyDescriptor {
        transports = List.copyOf(transports);
    }

    Json json() {
        Json.Builder json = Json.object().put("type", "public-key").put("id", Base64Url.encode(id));
        if (!transports.isEmpty()) {
            json.put(
                    "transports",
                    new Json.Array(transports.stream().map(Json::of).toList()));
        }
        return json.build();
    }
}
