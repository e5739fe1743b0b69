package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;

/**
 * {@code {"message": …}}, and on 422 {@code "errors"}: "Message will contain a general description of the error, and errors
 * will contain the list of errors related to each parameter."
 */
final class KeazeError {
    /** The scheme of access tokens (RFC 6750 section 2.1). */
    static final String BEARER = "Bearer";

    /** What a 401 asks for (RFC 6750 section 3). */
    static final String CHALLENGE = BEARER + " realm=\"Vestibule\"";

    private KeazeError() {}

    static Answer message(int status, String message) {
        return PlainError.message(status, message);
    }

    static Answer of(Problem problem) {
        return PlainError.of(problem);
    }

    static Answer fields(Map<String, List<String>> errors) {
        Json.Builder fields = Json.object();
        errors.forEach((field, sentences) -> fields.put(
                field, new Json.Array(sentences.stream().map(Json::of).toList())));
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
        return message(401, "Unauthorized.").with("WWW-Authenticate", CHALLENGE);
    }

    /** The same where an access token is wanted: whoever sent one hears that it is no good (RFC 6750 section 3.1). */
    static Answer unauthorized(Request request) {
        return request.authorization(BEARER).isPresent()
                ? unauthorized().with("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"")
                : unauthorized();
    }

    /** Wrong id, wrong token, used, expired, wrong purpose, disabled customer: one and the same. */
    static Answer invalidLink() {
        return message(404, "The link is invalid or has expired.");
    }
}
