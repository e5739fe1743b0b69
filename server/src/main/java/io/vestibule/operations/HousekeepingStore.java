package io.vestibule.operations;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Removes rows that can't matter any more, some thousands at a time so that no lock is held for long. Rows that somebody holds
 * are left for later: waiting for them while holding others could block a request that wants those.
 */
final class HousekeepingStore {
    private static final List<String> EXPIRED = List.of(
            """
            delete from link where hash in (
                select hash from link where expires_at < now() limit 5000 for update skip locked)
            """,
            // A refresh token that comes back after its session's end is no theft alarm, so the row may go
            """
            delete from session where id in (
                select id from session where expires_at < now() limit 5000 for update skip locked)
            """,
            """
            delete from throttle where key in (
                select key from throttle where tat < now() limit 5000 for update skip locked)
            """,
            """
            delete from lockout where subject in (
                select subject from lockout
                where last_failure < now() - cast(:forgotten as interval) and (locked_until is null or locked_until < now())
                limit 5000 for update skip locked)
            """,
            """
            delete from outbox where id in (
                select id from outbox where sent_at < now() - interval '30 days' limit 5000 for update skip locked)
            """,
            "delete from signing_key where retires_at < now()");

    private final Jdbi jdbi;
    private final Duration forgotten;

    /** @param forgotten how long after the last failure a count means nothing */
    HousekeepingStore(Jdbi jdbi, Duration forgotten) {
        this.jdbi = jdbi;
        this.forgotten = forgotten;
    }

    void removeExpired() {
        jdbi.useHandle(h -> {
            for (String statement : EXPIRED) {
                h.createUpdate(statement)
                        .configure(SqlStatements.class, settings -> settings.setUnusedBindingAllowed(true))
                        .bind("forgotten", forgotten.toString())
                        .execute();
            }
        });
    }
}
