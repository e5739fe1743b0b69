package io.vestibule.passkey;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link PasskeyOptions#creation}: a new passkey. Nothing of it is verified.
 *
 * @param discoverable whether it is found without a name; null where the browser doesn't tell
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Attestation(
        byte[] id,
        byte[] clientData,
        byte[] attestationObject,
        List<String> transports,
        @Nullable Boolean discoverable,
        String challenge) {
    public Attestation {
        transports = List.copyOf(transports);
    }

    /** The answer as the browser's {@code toJSON()} writes it; empty if something is missing. */
    public static Optional<Attestation> parse(Json.Object credential) {
        return CredentialJson.of(credential)
                .flatMap(json -> json.id()
                        .flatMap(id -> json.bytes("clientDataJSON")
                                .flatMap(data -> ClientData.parse(data)
                                        .flatMap(said -> json.bytes("attestationObject")
                                                .map(object -> new Attestation(
                                                        id,
                                                        data,
                                                        object,
                                                        json.transports(),
                                                        json.discoverable(),
                                                        said.challenge()))))));
    }

    @Override
    public String toString() {
        return "Attestation[" + Base64Url.encode(id) + "]";
    }
}
