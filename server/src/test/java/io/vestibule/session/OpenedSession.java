package io.vestibule.session;

import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.UUID;

/** A session of the demo's John that a sign-in with a password opened. */
final class OpenedSession {
    static final long JOHN = 2;

    private OpenedSession() {}

    static void open(Sql sql, UUID id, byte[] refreshHash) {
        var session = new NewSession(id, Duration.ofDays(30), Duration.ofDays(14), refreshHash);
        sql.useHandle(h -> h.statement(
                        "with john as (select id, portal_id, array['pwd'] as amr from customer where id = :id), "
                                + SessionStore.opened("john") + "select id from opened")
                .bind("id", JOHN)
                .with(SessionStore.values(session))
                .map(rs -> true)
                .one());
    }
}
