package io.vestibule.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told of every answer: metrics and access log. */
@FunctionalInterface
public interface RequestObserver {
    /**
     * A request was answered.
     *
     * @param route     its template, never the path, which may hold a token
     * @param requester null where nobody was made sure of
     */
    void answered(
            String site,
            String method,
            String route,
            int status,
            Outcome outcome,
            @Nullable Requester requester,
            Duration elapsed);

    /** The same of one that wasn't done, with its id and what its caller was told. */
    default void refused(Refusal refusal) {}

    /** Looks away. */
    RequestObserver NONE = (site, method, route, status, outcome, requester, elapsed) -> {};
}
