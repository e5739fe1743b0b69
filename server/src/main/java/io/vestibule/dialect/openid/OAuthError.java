package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;

/**
 * An error as OAuth 2.0 has it (RFC 6749 sections 4.1.2.1 and 5.2).
 *
 * @param code        the {@code error}
 * @param description for the application's developer, in ASCII without quotes
 */
record OAuthError(String code, String description) {
    static OAuthError invalidRequest(String description) {
        return new OAuthError("invalid_request", description);
    }

    /** As JSON (section 5.2). */
    Answer answer(int status) {
        return Answer.json(
                status,
                Json.object()
                        .put("error", code)
                        .put("error_description", description)
                        .build());
    }

    /** A problem of a request that no endpoint answered. */
    static Answer of(Problem problem) {
        String code = switch (problem) {
            case Problem.NotFound() -> "not_found";
            case Problem.MethodNotAllowed method -> "invalid_request";
            case Problem.Malformed malformed -> "invalid_request";
            case Problem.ContentTooLarge() -> "invalid_request";
            case Problem.UnsupportedMedia() -> "invalid_request";
            case Problem.TimedOut() -> "invalid_request";
            case Problem.Throttled throttled -> "temporarily_unavailable";
            case Problem.Unavailable unavailable -> "temporarily_unavailable";
            case Problem.Fault() -> "server_error";
        };
        return problem.onto(new OAuthError(code, description(problem)).answer(problem.status()));
    }

    /** Bodies are forms here. */
    private static String description(Problem problem) {
        return problem instanceof Problem.UnsupportedMedia
                ? "The request body must be application/x-www-form-urlencoded, in UTF-8."
                : problem.sentence();
    }
}
