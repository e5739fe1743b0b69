package io.vestibule.admin;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;
import io.vestibule.oauth.StepUpChallenge;
import io.vestibule.operator.OperatorSessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Why a call of the admin API was refused, as a problem detail (RFC 9457). {@code docs/admin.md} tells of each type.
 *
 * @param type   the last part of the type's URI
 * @param detail a sentence for whoever calls
 * @param errors what is wrong with each part of the body, by JSON Pointer (RFC 6901); empty for none
 */
record AdminProblem(int status, String type, String title, String detail, Map<String, List<String>> errors) {
    private static final String TYPES = "urn:vestibule:problem:";

    private static final String CHALLENGE = "Bearer realm=\"vestibule admin\"";

    /** Ends a call with a problem; a transaction that it works in is undone. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient AdminProblem problem;

        Thrown(AdminProblem problem) {
            super(problem.title(), null, false, false);
            this.problem = problem;
        }

        AdminProblem problem() {
            return problem;
        }
    }

    private AdminProblem(int status, String type, String title, String detail) {
        this(status, type, title, detail, Map.of());
    }

    Thrown thrown() {
        return new Thrown(this);
    }

    static AdminProblem unauthenticated() {
        return new AdminProblem(
                401,
                "unauthenticated",
                "Not authenticated",
                "Send an API key as a bearer token, or sign in at the console.");
    }

    static AdminProblem foreignPage() {
        return new AdminProblem(
                403,
                "cross-site",
                "Not from a page of ours",
                "A session of the console is good for its own pages alone.");
    }

    /** With the challenge that standard clients know (RFC 9470 section 3). */
    static Answer proofWanted() {
        String detail = "A session of the console does this only within five minutes of a proof of its second factor.";
        return new AdminProblem(403, "proof-wanted", "A fresh proof is wanted", detail)
                .answer()
                .with(
                        "WWW-Authenticate",
                        StepUpChallenge.noOlderThan(OperatorSessionStore.PROOF_LIFE, CHALLENGE, detail));
    }

    static AdminProblem forbidden() {
        return new AdminProblem(
                403,
                "forbidden",
                "Not permitted",
                "Your role, or the portals that you are bound to, don't permit this.");
    }

    static AdminProblem notFound() {
        return new AdminProblem(404, "not-found", "Not found", "There is no such resource, or it isn't yours.");
    }

    static AdminProblem conflict(String detail) {
        return new AdminProblem(409, "conflict", "Conflict", detail);
    }

    static AdminProblem preconditionRequired() {
        return new AdminProblem(
                428,
                "precondition-required",
                "Precondition required",
                "Send the ETag that you read as If-Match (or *), so that nobody else's change is lost.");
    }

    static AdminProblem stale() {
        return new AdminProblem(
                412, "stale", "Changed meanwhile", "Somebody changed the resource since you read it. Read it again.");
    }

    /** The body, or the query, was read, and says what can't be. */
    static AdminProblem invalid(Map<String, List<String>> errors) {
        return new AdminProblem(422, "invalid", "Invalid", "Validation failed; see errors.", Map.copyOf(errors));
    }

    /** The same of one part. */
    static AdminProblem invalid(String pointer, String sentence) {
        return invalid(Map.of(pointer, List.of(sentence)));
    }

    /** The body is of none of the media types that the call takes. */
    static AdminProblem unsupportedMedia(String detail) {
        return new AdminProblem(415, "unsupported-media-type", "Unsupported media type", detail);
    }

    /** Only an operator may, and a program asks. */
    static AdminProblem operatorOnly(String detail) {
        return new AdminProblem(403, "forbidden", "Not permitted", detail);
    }

    /** A refusal for the request's {@code Idempotency-Key}. */
    static AdminProblem idempotency(int status, String detail) {
        return switch (status) {
            case 409 -> new AdminProblem(409, "idempotency-running", "Still running", detail);
            case 422 -> new AdminProblem(422, "idempotency-key-reused", "Idempotency-Key used before", detail);
            default -> new AdminProblem(status, "malformed", "Malformed", detail);
        };
    }

    static AdminProblem of(Problem problem) {
        String detail = problem.sentence();
        return switch (problem) {
            case Problem.NotFound() -> notFound();
            case Problem.MethodNotAllowed(var allowed) ->
                new AdminProblem(405, "method-not-allowed", "Method not allowed", detail);
            case Problem.Malformed(String why) -> new AdminProblem(400, "malformed", "Malformed", why);
            case Problem.ContentTooLarge() -> new AdminProblem(413, "too-large", "Too large", detail);
            case Problem.UnsupportedMedia() ->
                unsupportedMedia("The request body must be JSON, in UTF-8 (application/json).");
            case Problem.TimedOut() -> new AdminProblem(408, "timeout", "Timed out", detail);
            case Problem.Throttled(var retryAfter) -> new AdminProblem(429, "throttled", "Too many requests", detail);
            case Problem.Unavailable(var retryAfter) -> new AdminProblem(503, "unavailable", "Unavailable", detail);
            case Problem.Fault() -> new AdminProblem(500, "fault", "Fault", detail);
        };
    }

    Answer answer() {
        Json.Builder body = Json.object()
                .put("type", TYPES + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (!errors.isEmpty()) {
            List<Json> each = new ArrayList<>();
            errors.forEach((pointer, sentences) -> sentences.forEach(sentence -> each.add(Json.object()
                    .put("pointer", pointer)
                    .put("detail", sentence)
                    .build())));
            body.put("errors", new Json.Array(each));
        }
        Answer answer =
                Answer.of(status, "application/problem+json", body.build().utf8());
        return status == 401 ? answer.with("WWW-Authenticate", CHALLENGE) : answer;
    }
}
