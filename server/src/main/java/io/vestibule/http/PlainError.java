package io.vestibule.http;

import io.vestibule.json.Json;

/** The error shape of what is no dialect's: {@code {"message": …}}. */
public final class PlainError {
    private PlainError() {}

    /** A status and a sentence. */
    public static Answer message(int status, String message) {
        return Answer.json(status, Json.object().put("message", message).build());
    }

    /** The problem in this shape. */
    public static Answer of(Problem problem) {
        return problem.onto(message(problem.status(), problem.sentence()));
    }
}
