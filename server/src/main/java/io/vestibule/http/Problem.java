package io.vestibule.http;

import java.time.Duration;
import java.util.SortedSet;

/**
 * Why a request got no answer from its handler. Each site renders every one of them in its own error shape; status, sentence
 * and headers are the same for all, but where a vendor has its own.
 */
public sealed interface Problem {
    /** No route has this path. */
    record UnknownPath() implements Problem {}

    /** The path exists, but not with this method; {@code allowed} goes into {@code Allow}. */
    record WrongVerb(SortedSet<String> allowed) implements Problem {}

    /** The request can't be read; the sentence says why and quotes nothing of it. */
    record Malformed(String why) implements Problem {}

    /** The body is over 16 KiB. */
    record TooLarge() implements Problem {}

    /** The body is of a media type, charset or encoding that isn't read here. */
    record UnsupportedMedia() implements Problem {}

    /** A limit is full; there is room again after {@code retryAfter}. */
    record Throttled(Duration retryAfter) implements Problem {}

    /** The database is away, or the hash queue is full: nothing was decided, try again after {@code retryAfter}. */
    record Unavailable(Duration retryAfter) implements Problem {}

    /** Our fault. The request id in the answer's header leads to the log line. */
    record Fault() implements Problem {}

    /** The HTTP status (RFC 9110 section 15, RFC 6585 section 4). */
    default int status() {
        return switch (this) {
            case UnknownPath() -> 404;
            case WrongVerb(var allowed) -> 405;
            case Malformed(var why) -> 400;
            case TooLarge() -> 413;
            case UnsupportedMedia() -> 415;
            case Throttled(var retryAfter) -> 429;
            case Unavailable(var retryAfter) -> 503;
            case Fault() -> 500;
        };
    }

    /** What people read; portals show it word for word. */
    default String sentence() {
        return switch (this) {
            case UnknownPath() -> "Not found.";
            case WrongVerb(var allowed) -> "That method is not allowed here.";
            case Malformed(String why) -> why;
            case TooLarge() -> "The request body is too large.";
            case UnsupportedMedia() -> "The request body must be JSON or a form, in UTF-8.";
            case Throttled(var retryAfter) -> "Too many attempts. Please try again later.";
            case Unavailable(var retryAfter) -> "The service is unavailable. Please try again later.";
            case Fault() -> "Something went wrong on our side.";
        };
    }

    /** The answer with the headers that the problem wants. */
    default Answer onto(Answer answer) {
        return switch (this) {
            case WrongVerb(var allowed) -> answer.with("Allow", String.join(", ", allowed));
            case Throttled(var retryAfter) -> answer.retryAfter(retryAfter);
            case Unavailable(var retryAfter) -> answer.retryAfter(retryAfter);
            case UnknownPath unknown -> answer;
            case Malformed malformed -> answer;
            case TooLarge large -> answer;
            case UnsupportedMedia media -> answer;
            case Fault fault -> answer;
        };
    }
}
