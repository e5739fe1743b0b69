package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;

/**
 * {@code {"message": …}}, and on 422 {@code "errors"}: "Message will contain a general description of the error, and errors
 * will contain the list of errors related to each parameter."
 */
final class KeazeError {
    private KeazeError() {}

    static Answer message(int status, String message) {
        return Answer.json(status, Json.object().put("message", message).build());
    }

    static Answer fields(Map<String, List<String>> errors) {
        Json.Builder fields = Json.object();
        errors.forEach((field, sentences) ->
                fields.put(field, new Json.Array(sentences.stream().map(Json::of).toList())));
        return Answer.json(
                422,
                Json.object()
                        .put("message", "The given data was invalid.")
                        .put("errors", fields.build())
                        .build());
    }

    static Answer field(String field, String sentence) {
        return fields(Map.of(field, List.of(sentence)));
    }

    /** Wrong password, dead token: nobody learns more. */
    static Answer unauthorized() {
        return message(401, "Unauthorized.").with("WWW-Authenticate", "Bearer realm=\"Vestibule\"");
    }

    /** Wrong id, wrong token, used, expired, wrong purpose, disabled customer: one and the same. */
    static Answer invalidLink() {
        return message(404, "The link is invalid or has expired.");
    }

    static Answer of(Problem problem) {
        return switch (problem) {
            case Problem.UnknownPath() -> message(404, "Not found.");
            case Problem.WrongVerb(var allowed) ->
                message(405, "That method is not allowed here.").with("Allow", String.join(", ", allowed));
            case Problem.Malformed(String sentence) -> message(400, sentence);
            case Problem.TooLarge() -> message(413, "The request body is too large.");
            case Problem.UnsupportedMedia() -> message(415, "The request body must be JSON or a form, in UTF-8.");
            case Problem.Throttled(var wait) ->
                message(429, "Too many attempts. Please try again later.").retryAfter(wait);
            case Problem.Unavailable(var wait) ->
                message(503, "The service is unavailable. Please try again later.").retryAfter(wait);
            case Problem.Fault() -> message(500, "Something went wrong on our side.");
        };
    }
}
