package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.operator.OperatorSignatures.Options;
import io.vestibule.passkey.Assertion;
import io.vestibule.passkey.Attestation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the pages' script is told that asks the browser for passkeys, and what it sends. */
final class PasskeyAnswers {
    /** What is said of a signature that doesn't do. */
    static final String WRONG =
            "That passkey doesn't do: it isn't one of yours for the console, or it took too long. Try again.";

    private PasskeyAnswers() {}

    static Answer of(Options options) {
        return switch (options) {
            case Options.Ready(Json.Object asked) -> Answer.json(200, asked);
            case Options.NotHere() -> fault(422, "There is no passkey that would do here.");
            case Options.Expired() -> fault(422, "That took too long. Load the page again.");
            case Options.Throttled(var wait) ->
                fault(429, SignInPage.throttled(wait)).retryAfter(wait);
        };
    }

    /** Says what is wrong. */
    static Answer fault(int status, String sentence) {
        return Answer.json(status, Json.object().put("fault", sentence).build());
    }

    /** The signature that a form carries; empty if it has none that can be read. */
    static Optional<Assertion> assertion(Request request) {
        return credential(request).flatMap(Assertion::parse);
    }

    /** The new passkey that a form carries; empty if it has none that can be read. */
    static Optional<Attestation> attestation(Request request) {
        return credential(request).flatMap(Attestation::parse);
    }

    private static Optional<Json.Object> credential(Request request) {
        String text = request.formParameters().text("credential").orElse("");
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Object object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
