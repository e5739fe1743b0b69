package io.vestibule.audit;

import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Events that no statement of a store tells of: what came to nothing, and what was done to many customers at once. */
public final class AuditStore {
    private final Sql sql;

    public AuditStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Writes an event.
     *
     * @param event  a word of the OWASP logging vocabulary, or of ours in its style
     * @param origin where from, as the database function {@code audit} takes it
     * @param detail never a secret, never a login in clear
     */
    public void write(String event, String origin, @Nullable Long customerId, Json.Object detail) {
        sql.useHandle(
                h -> h.statement("select audit(:event, cast(:origin as jsonb), :customer, cast(:detail as jsonb))")
                        .bind("event", event)
                        .bind("origin", origin)
                        .bind("customer", customerId)
                        .bind("detail", detail.toString())
                        .map(rs -> true)
                        .one());
    }

    /** Writes an event of a whole portal, in the transaction of the handle. */
    public static void ofPortal(Handle h, String event, String origin, long portalId, Json.Object detail) {
        h.statement("""
                        select audit(:event, cast(:origin as jsonb) || jsonb_build_object('portal', :portal), null,
                                     cast(:detail as jsonb))
                        """)
                .bind("event", event)
                .bind("origin", origin)
                .bind("portal", portalId)
                .bind("detail", detail.toString())
                .map(rs -> true)
                .one();
    }
}
