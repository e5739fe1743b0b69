package io.vestibule.oauth;

import io.vestibule.sql.Sql;
import java.time.Duration;

/** The assertions that clients have used. */
public final class ClientAssertionStore {
    private final Sql sql;

    public ClientAssertionStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Takes note that an assertion was used, on all nodes.
     *
     * @param keep for how long it could be used again
     * @return false if it was used before
     */
    boolean use(byte[] assertionHash, Duration keep) {
        return sql.withHandle(h -> h.statement("""
                        insert into client_assertion (hash, expires_at) values (:hash, now() + cast(:keep as interval))
                        on conflict do nothing
                        """)
                        .bind("hash", assertionHash)
                        .bind("keep", keep.toString())
                        .execute()
                == 1);
    }
}
