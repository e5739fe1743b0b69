package io.vestibule.passkey;

import io.vestibule.json.Json;

/**
 * As whom authenticators know somebody (WebAuthn Level 3 section 5.4.3).
 *
 * @param handle      64 random bytes at most, the same for good
 * @param name        what they sign in with
 * @param displayName what they are called
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PasskeyUser(byte[] handle, String name, String displayName) {
    Json json() {
        return Json.object()
                .put("id", Base64Url.encode(handle))
                .put("name", name)
                .put("displayName", displayName)
                .build();
    }
}
