package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;

/** "a status key with value as ERROR alongwith an error message". Never 200: known clients take any 200 as a login. */
public final class LogicBoxesError {
    private final int status;

    /** @param status what every ERROR map comes with: 500, unless the operator owns all clients and prefers another */
    public LogicBoxesError(int status) {
        this.status = status;
    }

    Answer message(Format format, String message) {
        return format.error(status, map(message).build());
    }

    /** "In case of a failed login attempt". Also while locked, whatever the password: then nothing remains. */
    Answer failedLogin(Format format, int attempts, int remaining) {
        String message = remaining > 0
                ? "Invalid username or password."
                : "Too many failed attempts. The account is locked for a while; please try again later.";
        return format.error(
                status,
                map(message)
                        .put("maxAttempts", attempts)
                        .put("remainingLoginAttempts", remaining)
                        .build());
    }

    Answer badReseller(Format format) {
        return message(format, "Invalid credentials, or your User account maybe Inactive or Suspended");
    }

    Answer foreignNetwork(Format format) {
        return message(format, "Access Denied. You are not authorized to perform this action");
    }

    Answer of(Format format, Problem problem) {
        return switch (problem) {
            case Problem.UnknownPath() ->
                format.error(404, map("Action not Found").build());
            case Problem.WrongVerb(var allowed) ->
                format.error(
                                405,
                                map("That method is not allowed for this action")
                                        .build())
                        .with("Allow", String.join(", ", allowed));
            case Problem.Malformed(String sentence) -> message(format, sentence);
            case Problem.TooLarge() ->
                format.error(413, map("The request body is too large.").build());
            case Problem.UnsupportedMedia() ->
                format.error(415, map("The request body must be a form.").build());
            case Problem.Throttled(var wait) ->
                message(format, "Too many attempts. Please try again later.").retryAfter(wait);
            case Problem.Unavailable(var wait) ->
                message(format, "The service is unavailable. Please try again later.")
                        .retryAfter(wait);
            case Problem.Fault() -> message(format, "Something went wrong on our side.");
        };
    }

    private static Json.Builder map(String message) {
        return Json.object().put("status", "ERROR").put("message", message);
    }
}
