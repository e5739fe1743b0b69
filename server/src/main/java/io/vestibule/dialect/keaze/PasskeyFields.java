package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.passkey.PasskeyFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the calls about passkeys read alike, and say alike. */
final class PasskeyFields {
    private PasskeyFields() {}

    /** The browser's answer, as its {@code toJSON()} writes it. */
    static Optional<Json.Object> credential(Request request) {
        return request.parameters().once().get("credential") instanceof Json.Object credential
                ? Optional.of(credential)
                : Optional.empty();
    }

    /** Of the page; null where the request names none. */
    static @Nullable String origin(Request request) {
        return request.header("Origin").orElse(null);
    }

    /** A setting is missing: no browser would say so. */
    static Answer notHere(Request request) {
        String page =
                request.header("Origin").map(origin -> "pages of " + origin).orElse("this portal's pages");
        return KeazeError.message(
                409,
                "Passkeys aren't set up for " + page + ". An operator names the portal's site: "
                        + "'vestibule portal set --passkey-rp-id'.");
    }

    static Answer malformed() {
        return KeazeError.field("credential", "The credential field must be what the browser's toJSON() gives.");
    }

    /** Told apart from a wrong answer, so that a page can ask for new options. */
    static Answer expired() {
        return KeazeError.field("challenge", "This has taken too long. Please try again.");
    }

    /** What is wrong with page, device or setting. */
    static Answer faulty(PasskeyFault fault) {
        return switch (fault) {
            case MALFORMED -> malformed();
            case ORIGIN -> KeazeError.field("credential", "Passkeys of this portal can't be used on this page's site.");
            case FRAME ->
                KeazeError.field("credential", "A passkey can't be used on a page that stands in another site's page.");
            case UNVERIFIED ->
                KeazeError.field(
                        "credential",
                        "The device didn't check that it is you. Please use one with a fingerprint, a face or a PIN.");
            case ALGORITHM -> KeazeError.field("credential", "Keys of this kind can't be used.");
            case MODEL -> KeazeError.field("credential", "Passkeys of this device or app aren't accepted here.");
            case WRONG -> KeazeError.field("credential", "The passkey doesn't fit. Please try again.");
        };
    }
}
