package io.vestibule.http;

import java.time.Duration;
import java.util.SortedSet;

/** Why a request got no answer from its handler. Each site renders every one of them in its own error shape. */
public sealed interface Problem {
    /** No route has this path. */
    record UnknownPath() implements Problem {}

    /** The path exists, but not with this method; {@code allowed} goes into {@code Allow}. */
    record WrongVerb(SortedSet<String> allowed) implements Problem {}

    /** The request can't be read; the sentence says why and quotes nothing of it. */
    record Malformed(String sentence) implements Problem {}

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
}
