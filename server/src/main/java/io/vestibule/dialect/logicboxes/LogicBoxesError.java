package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;

/** "a status key with value as ERROR alongwith an error message". Never 200: known clients take any 200 as a login. */
public final class LogicBoxesError {
    private static final String UNSUPPORTED_MEDIA = "The request body must be a form in UTF-8:"
            + " application/x-www-form-urlencoded, or multipart/form-data with text fields only.";

    /** No login is longer. */
    private static final int LONGEST_SHOWN = 255;

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

    /**
     * One and the same for an id that nobody has and one of another portal's customer. Clients that look up and else sign up know it by
     * how it begins, others by the rest.
     */
    Answer unknownCustomer(Format format, long id) {
        return message(format, "Invalid customer-id: No Entity found for Entityid: " + id);
    }

    /** The same of a username, as clients know it. */
    Answer unknownCustomer(Format format, String username) {
        int shown = Math.min(username.length(), LONGEST_SHOWN);
        return message(format, "Customer " + username.substring(0, shown) + " not found");
    }

    /** "{field=reason, field=reason}" */
    Answer reasons(Format format, Reasons reasons) {
        return message(format, reasons.message());
    }

    Answer badReseller(Format format) {
        return message(format, "Invalid credentials, or your User account maybe Inactive or Suspended");
    }

    Answer foreignNetwork(Format format) {
        return message(format, "Access Denied. You are not authorized to perform this action");
    }

    Answer of(Format format, Problem problem) {
        return switch (problem) {
            case Problem.NotFound() -> error(format, problem, "Action not Found");
            case Problem.MethodNotAllowed method ->
                error(format, problem, "That method is not allowed for this action");
            case Problem.ContentTooLarge() -> error(format, problem, problem.sentence());
            case Problem.UnsupportedMedia() -> error(format, problem, UNSUPPORTED_MEDIA);
            case Problem.TimedOut timedOut -> problem.onto(message(format, problem.sentence()));
            case Problem.Malformed malformed -> problem.onto(message(format, problem.sentence()));
            case Problem.Throttled throttled -> problem.onto(message(format, problem.sentence()));
            case Problem.Unavailable unavailable -> problem.onto(message(format, problem.sentence()));
            case Problem.Fault() -> message(format, problem.sentence());
        };
    }

    /** What isn't an answer of the API has the status that HTTP gives it. */
    private static Answer error(Format format, Problem problem, String message) {
        return problem.onto(format.error(problem.status(), map(message).build()));
    }

    private static Json.Builder map(String message) {
        return Json.object().put("status", "ERROR").put("message", message);
    }
}
