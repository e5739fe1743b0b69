package io.vestibule.audit;

import io.vestibule.json.Json;
import io.vestibule.sql.Handle;

/** Events of what was done to many customers at once; any other is told of by the statement that does it. */
public final class AuditStore {
    private AuditStore() {}

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
