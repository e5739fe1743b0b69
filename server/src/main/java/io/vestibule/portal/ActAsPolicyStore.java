package io.vestibule.portal;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Sql;

/** Which portals let operators act for their customers. None does before an owner says so. */
public final class ActAsPolicyStore {
    private final Sql sql;

    public ActAsPolicyStore(Sql sql) {
        this.sql = sql;
    }

    /** Whether the portal lets them; false if there is no such portal. */
    public boolean isOn(long portal) {
        return sql.withHandle(h -> h.statement("select act_as from portal where id = :portal")
                .bind("portal", portal)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    /** Lets them, or no longer, and then ends at once what they have begun; false if there is no such portal. */
    public boolean set(long portal, boolean on, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean changed = h.statement("""
                            with changed as (update portal set act_as = :on where id = :portal returning id)
                            select audit('portal_act_as_changed', cast(:context as jsonb) || jsonb_build_object('portal', id), null,
                                         jsonb_build_object('actAs', :on))
                            from changed
                            """)
                    .bind("portal", portal)
                    .bind("on", on)
                    .bind("context", context.json())
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
            // A statement of its own, which sees what was begun while the portal's row was waited for
            h.statement("""
                            delete from act_as_session a using customer_session s
                            where not :on and s.id = a.session_id and s.portal_id = :portal
                            """).bind("portal", portal).bind("on", on).execute();
            return changed;
        });
    }
}
