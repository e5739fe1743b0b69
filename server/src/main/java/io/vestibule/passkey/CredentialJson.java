package io.vestibule.passkey;

import io.vestibule.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a browser answers, as {@code PublicKeyCredential.toJSON()} writes it (WebAuthn Level 3 section 5.1). Members that nobody asks for
 * here are ignored, and none but the bytes must be there.
 */
final class CredentialJson {
    /** WebAuthn Level 3 section 4, "credential ID". */
    private static final int LONGEST_ID = 1023;

    /** As many as anybody has; a text that is longer is no transport. */
    private static final int MOST_TRANSPORTS = 16;

    private static final int LONGEST_TRANSPORT = 64;

    private final Json.Object credential;
    private final Json.Object response;

    private CredentialJson(Json.Object credential, Json.Object response) {
        this.credential = credential;
        this.response = response;
    }

    static Optional<CredentialJson> of(Json.Object credential) {
        return credential.get("response") instanceof Json.Object response
                ? Optional.of(new CredentialJson(credential, response))
                : Optional.empty();
    }

    /** The credential's id; empty where there is none, or {@code rawId} is another. */
    Optional<byte[]> id() {
        Optional<byte[]> id = credential.text("id").flatMap(Base64Url::decode);
        Optional<byte[]> raw = credential.text("rawId").flatMap(Base64Url::decode);
        return id.or(() -> raw)
                .filter(bytes -> bytes.length > 0 && bytes.length <= LONGEST_ID)
                .filter(bytes -> raw.isEmpty() || Arrays.equals(bytes, raw.get()));
    }

    Optional<byte[]> bytes(String member) {
        return response.text(member).flatMap(Base64Url::decode);
    }

    /** As they came, also those that nobody knows. */
    List<String> transports() {
        return response.get("transports") instanceof Json.Array(List<Json> items)
                ? items.stream()
                        .flatMap(item -> item instanceof Json.Text(String text)
                                ? Optional.of(text).stream()
                                : Optional.<String>empty().stream())
                        .filter(text -> !text.isEmpty()
                                && text.length() <= LONGEST_TRANSPORT
                                && text.codePoints().noneMatch(Character::isISOControl))
                        .distinct()
                        .limit(MOST_TRANSPORTS)
                        .toList()
                : List.of();
    }

    /** What {@code credProps} says (section 10.1.3); null where it says nothing. Nothing else of the extensions is looked at. */
    @Nullable
    Boolean discoverable() {
        if (credential.get("clientExtensionResults") instanceof Json.Object results
                && results.get("credProps") instanceof Json.Object properties
                && properties.get("rk") instanceof Json.Bool(boolean rk)) {
            return rk;
        }
        return null;
    }
}
