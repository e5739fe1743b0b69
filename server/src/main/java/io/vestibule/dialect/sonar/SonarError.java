package io.vestibule.dialect.sonar;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;

/** {@code {"error":{"message":…,"status_code":N}}}, N equal to the HTTP status: the stock PHP client dies on any other body. */
final class SonarError {
    private SonarError() {}

    /** The message is a sentence. */
    static Answer sentence(int status, String message) {
        return error(status, Json.of(message));
    }

    /** The message is an object, field name to sentence. */
    static Answer fields(Map<String, List<String>> errors) {
        Json.Builder message = Json.object();
        errors.forEach((field, sentences) -> message.put(field, sentences.getFirst()));
        return error(422, message.build());
    }

    /** Bad API user. */
    static Answer unauthorized() {
        return sentence(401, "Unauthorized.").with("WWW-Authenticate", "Basic realm=\"Vestibule\", charset=\"UTF-8\"");
    }

    /** The right secret, from a network that isn't the API user's. */
    static Answer forbidden() {
        return sentence(403, "This API user may not call from here.");
    }

    static Answer of(Problem problem) {
        return switch (problem) {
            case Problem.UnknownPath() -> sentence(404, "No item with that ID found.");
            case Problem.WrongVerb(var allowed) ->
                sentence(405, "That method is not allowed here.").with("Allow", String.join(", ", allowed));
            case Problem.Malformed(String sentence) -> sentence(400, sentence);
            case Problem.TooLarge() -> sentence(413, "The request body is too large.");
            case Problem.UnsupportedMedia() -> sentence(415, "The request body must be JSON or a form, in UTF-8.");
            case Problem.Throttled(var wait) ->
                sentence(429, "Too many attempts. Please try again later.").retryAfter(wait);
            case Problem.Unavailable(var wait) ->
                sentence(503, "The service is unavailable. Please try again later.")
                        .retryAfter(wait);
            case Problem.Fault() -> sentence(500, "Something went wrong on our side.");
        };
    }

    private static Answer error(int status, Json message) {
        Json error =
                Json.object().put("message", message).put("status_code", status).build();
        return Answer.json(status, Json.object().put("error", error).build());
    }
}
