package io.vestibule.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who runs the server.
 *
 * @param email       what they sign in with, as given
 * @param ready       whether they have set a password and a second factor
 * @param app         whether codes of an app are a second factor of theirs
 * @param linkUntil   until when a link to set them up is good; null: none waits
 * @param lockedUntil until when failed sign-ins lock them; null if they don't
 */
public record Operator(
        long id,
        String email,
        String name,
        Role role,
        PortalScope portals,
        boolean ready,
        boolean app,
        @Nullable Instant linkUntil,
        boolean disabled,
        @Nullable Instant lockedUntil,
        @Nullable Instant signedInAt,
        Instant createdAt) {}
