package io.vestibule.session;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that a sign-in is about to open, as the statement that opens it needs it.
 *
 * @param life        until its absolute end
 * @param idle        how long it, or what is granted in it, lasts without a refresh; null where nothing is refreshed
 * @param refreshHash the hash of its first refresh token; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewSession(UUID id, Duration life, @Nullable Duration idle, byte @Nullable [] refreshHash) {

    /** ISO 8601, as PostgreSQL reads an interval. */
    public String lifetime() {
        return life.toString();
    }

    /** ISO 8601, as PostgreSQL reads an interval. */
    public @Nullable String idleTime() {
        return idle == null ? null : idle.toString();
    }
}
