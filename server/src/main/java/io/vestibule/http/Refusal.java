package io.vestibule.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that wasn't done.
 *
 * @param request   its id
 * @param route     its template
 * @param requester null where nobody was made sure of
 * @param told      what its caller was told, sentences alone; null where the answer has none that can be read
 * @param limits    the limits that it asked last, as {@code guard} has them; null where it asked none
 */
public record Refusal(
        String request,
        Instant at,
        String method,
        String route,
        int status,
        Outcome outcome,
        @Nullable Requester requester,
        @Nullable String told,
        @Nullable String limits) {}
