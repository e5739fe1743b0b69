package io.vestibule.http;

import io.vestibule.http.server.ContentException;
import io.vestibule.http.server.Rejection;
import java.time.Duration;
import java.util.SortedSet;

/**
 * Why a request got no answer from its handler. Each site renders every one of them in its own error shape; status, sentence
 * and headers are the same for all, but where a vendor has its own.
 */
public sealed interface Problem {
    /** No route has this path. */
    record NotFound() implements Problem {}

    /** The path exists, but not with this method; {@code allowed} goes into {@code Allow}. */
    record MethodNotAllowed(SortedSet<String> allowed) implements Problem {}

    /** The request can't be read; the sentence says why and quotes nothing of it. */
    record Malformed(String why) implements Problem {}

    /** The body is longer than the call takes. */
    record ContentTooLarge() implements Problem {}

    /** The body is of a media type, charset or encoding that isn't read here. */
    record UnsupportedMedia() implements Problem {}

    /** The request came too slowly. */
    record TimedOut() implements Problem {}

    /** A limit is full; there is room again after {@code retryAfter}. */
    record Throttled(Duration retryAfter) implements Problem {}

    /**
     * The database or a portal's upstream is away, the hash queue is full, or the server has too much to do: nothing was decided, try again
     * after {@code retryAfter}.
     */
    record Unavailable(Duration retryAfter) implements Problem {}

    /** Our fault. The request id in the answer's header leads to the log line. */
    record Fault() implements Problem {}

    /** The HTTP status (RFC 9110 section 15, RFC 6585 section 4). */
    default int status() {
        return switch (this) {
            case NotFound() -> 404;
            case MethodNotAllowed(var allowed) -> 405;
            case Malformed(var why) -> 400;
            case ContentTooLarge() -> 413;
            case UnsupportedMedia() -> 415;
            case TimedOut() -> 408;
            case Throttled(var retryAfter) -> 429;
            case Unavailable(var retryAfter) -> 503;
            case Fault() -> 500;
        };
    }

    /** What people read; portals show it word for word. */
    default String sentence() {
        return switch (this) {
            case NotFound() -> "Not found.";
            case MethodNotAllowed(var allowed) -> "That method is not allowed here.";
            case Malformed(String why) -> why;
            case ContentTooLarge() -> "The request body is too large.";
            case UnsupportedMedia() -> "The request body must be JSON or a form, in UTF-8.";
            case TimedOut() -> "The request took too long to arrive.";
            case Throttled(var retryAfter) -> "Too many attempts. Please try again later.";
            case Unavailable(var retryAfter) -> "The service is unavailable. Please try again later.";
            case Fault() -> "Something went wrong on our side.";
        };
    }

    /** The answer with the headers that the problem wants. */
    default Answer onto(Answer answer) {
        return switch (this) {
            case MethodNotAllowed(var allowed) -> answer.with("Allow", String.join(", ", allowed));
            case Throttled(var retryAfter) -> answer.retryAfter(retryAfter);
            case Unavailable(var retryAfter) -> answer.retryAfter(retryAfter);
            case NotFound missing -> answer;
            case Malformed malformed -> answer;
            case ContentTooLarge content -> answer;
            case UnsupportedMedia media -> answer;
            case TimedOut timedOut -> answer;
            case Fault fault -> answer;
        };
    }

    /** What it means that the web server turned a request away. */
    static Problem of(Rejection rejection) {
        return switch (rejection) {
            case REQUEST_LINE -> new Malformed("The request line can't be read.");
            case VERSION -> new Malformed("The request must be HTTP/1.1 or HTTP/1.0.");
            case HEADER -> new Malformed("A header can't be read.");
            case HOST -> new Malformed("The request must have one Host header.");
            case FRAMING -> new Malformed("The length of the request body can't be told.");
            case HEAD_TOO_LARGE -> new Malformed("The request line and headers are too long.");
            case HEAD_TIMEOUT -> new TimedOut();
            case OVERLOADED, EVICTED, NO_ROOM, WRITE_TIMEOUT -> new Unavailable(Duration.ofSeconds(1));
        };
    }

    /** What it means that a body wasn't read to its end. */
    static Problem of(ContentException.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> new ContentTooLarge();
            case MALFORMED -> new Malformed("The body can't be read.");
            case TIMED_OUT -> new TimedOut();
            case OVERLOADED -> new Unavailable(Duration.ofSeconds(1));
        };
    }
}
