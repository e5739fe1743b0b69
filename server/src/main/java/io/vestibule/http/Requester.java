package io.vestibule.http;

import org.jspecify.annotations.Nullable;

/**
 * Who a request turned out to come from: answers are counted by it.
 *
 * @param portal the id of the portal that it is for
 * @param client the id of the API client; null for a browser
 */
public record Requester(
        String dialect, long portal, @Nullable Long client) {}
