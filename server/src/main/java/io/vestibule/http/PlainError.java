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
                message(503, "The service is unavailable. Please try again later.")
                        .retryAfter(wait);
            case Problem.Fault() -> message(500, "Something went wrong on our side.");
        };
    }
}
