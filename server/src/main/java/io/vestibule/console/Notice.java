package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.operator.Action;
import io.vestibule.operator.Role;
import java.time.Duration;
import java.util.Locale;

/** A page of words: why nothing was done, and what to do next. */
public record Notice(int status, String title, String lead) {

    /** What the template shows. */
    public record View(Layout layout, String title, String lead) {}

    static Notice foreignForm() {
        return new Notice(
                403,
                "Nothing was done",
                "The form was sent from a page that isn't the console's. Open the console and do it there.");
    }

    static Notice forbidden(Action action, Role role) {
        String why = action.least().compareTo(role) > 0
                ? "It takes the role " + action.least().label() + ", and yours is " + role.label() + "."
                : "It touches all portals, and you are bound to some.";
        return new Notice(403, "You may not do this", why + " An owner can change that.");
    }

    static Notice unknown() {
        return new Notice(
                404, "There is no such page", "Nothing is at this address, or it is of a portal that isn't yours.");
    }

    static Notice of(Problem problem) {
        return switch (problem) {
            case Problem.NotFound() -> unknown();
            case Problem.Throttled(Duration wait) ->
                new Notice(problem.status(), "Please wait", "Too much was asked for. Try again in a while.");
            case Problem.Unavailable(Duration wait) ->
                new Notice(problem.status(), "Please try again", "The database is away or busy. Nothing was done.");
            case Problem.Fault() ->
                new Notice(
                        problem.status(),
                        "Something went wrong",
                        "It is our fault. The answer's X-Request-Id leads to the line in the server's log.");
            case Problem.MethodNotAllowed method -> unreadable(problem);
            case Problem.Malformed malformed -> unreadable(problem);
            case Problem.ContentTooLarge() -> unreadable(problem);
            case Problem.UnsupportedMedia() -> unreadable(problem);
            case Problem.TimedOut() -> unreadable(problem);
        };
    }

    private static Notice unreadable(Problem problem) {
        return new Notice(problem.status(), "The request can't be read", problem.sentence());
    }

    /** How long to wait, for a sentence. */
    static String minutes(Duration wait) {
        long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
        return String.format(Locale.ROOT, minutes == 1 ? "%d minute" : "%d minutes", minutes);
    }

    Answer answer(Layout layout) {
        return Screen.show(status, "notice", new View(layout, title, lead));
    }
}
