package io.vestibule.http;

/** How a request ended, whatever status its dialect gives that. */
public enum Outcome {
    ANSWERED,
    /** What was asked can't be done. */
    REFUSED,
    /** A limit was full. */
    LIMITED,
    /** The database or a portal's upstream was away, or the hash queue full. */
    UNAVAILABLE,
    FAULT;

    static Outcome of(Answer answer) {
        if (answer.header("Retry-After") != null) {
            return answer.status() == 503 ? UNAVAILABLE : LIMITED;
        }
        return answer.status() < 400 ? ANSWERED : REFUSED;
    }

    static Outcome of(Problem problem) {
        return switch (problem) {
            case Problem.Unavailable unavailable -> UNAVAILABLE;
            case Problem.Fault() -> FAULT;
            case Problem.Throttled throttled -> LIMITED;
            case Problem.NotFound() -> REFUSED;
            case Problem.MethodNotAllowed method -> REFUSED;
            case Problem.Malformed malformed -> REFUSED;
            case Problem.ContentTooLarge() -> REFUSED;
            case Problem.UnsupportedMedia() -> REFUSED;
            case Problem.TimedOut() -> REFUSED;
        };
    }
}
