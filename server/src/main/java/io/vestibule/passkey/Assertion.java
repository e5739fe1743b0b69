package io.vestibule.passkey;

import io.vestibule.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link PasskeyOptions#request}: a signature by a passkey. Nothing of it is verified.
 *
 * @param userHandle by whom the authenticator knows the customer; null where it tells nobody
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Assertion(
        byte[] id,
        byte[] clientData,
        byte[] authenticatorData,
        byte[] signature,
        byte @Nullable [] userHandle,
        String challenge) {

    /** The answer as the browser's {@code toJSON()} writes it; empty if something is missing. */
    public static Optional<Assertion> parse(Json.Object credential) {
        return CredentialJson.of(credential)
                .flatMap(json -> json.id()
                        .flatMap(id -> json.bytes("clientDataJSON")
                                .flatMap(data -> ClientData.parse(data)
                                        .flatMap(said -> json.bytes("authenticatorData")
                                                .flatMap(state -> json.bytes("signature")
                                                        .map(signature -> new Assertion(
                                                                id,
                                                                data,
                                                                state,
                                                                signature,
                                                                json.bytes("userHandle")
                                                                        .filter(handle -> handle.length > 0)
                                                                        .orElse(null),
                                                                said.challenge())))))));
    }

    @Override
    public String toString() {
        return "Assertion[" + Base64Url.encode(id) + "]";
    }
}
