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
        String message = problem instanceof Problem.NotFound ? "No item with that ID found." : problem.sentence();
        return problem.onto(sentence(problem.status(), message));
    }

    private static Answer error(int status, Json message) {
        Json error =
                Json.object().put("message", message).put("status_code", status).build();
        return Answer.json(status, Json.object().put("error", error).build());
    }
}
