package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EndedSessions;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The sessions in which operators act for customers. They are kept apart from those of customers' own browsers, so that what isn't made for
 * them finds nobody signed in.
 */
public final class ActAsSessionStore {
    private static final int SHOWN = 20;

    private final Sql sql;

    public ActAsSessionStore(Sql sql) {
        this.sql = sql;
    }

    /** Who acts for whom by the cookie, if their session is alive at this moment and the customer isn't disabled. */
    Optional<ActAsSession> find(long portalId, String cookie) {
        return sql.withHandle(h -> h.statement("select b.operator_id, s.expires_at, " + BrowserSessionStore.FOUND
                        + BrowserSessionStore.alive("act_as_session", "customer_whole"))
                .bind("cookie", Tokens.hash(cookie))
                .bind("portal", portalId)
                .map(rs -> new ActAsSession(
                        BrowserSessionStore.found(rs), rs.getLong("operator_id"), Instants.of(rs, "expires_at")))
                .findOne());
    }

    /** Ends the session that the cookie is of; false if it is over already. The operator did it, whoever calls. */
    boolean end(long portalId, String cookie, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with gone as (
                            delete from act_as_session where hash = :hash returning session_id, operator_id, operator_name
                        ),
                        """ + EndedSessions.where("""
                        s.id in (select session_id from gone) and s.portal_id = :portal and s.expires_at > now()
                        """) + """
                        select audit('act_as_ended', cast(:context as jsonb) || jsonb_build_object('actor', 'operator',
                                     'actorId', gone.operator_id, 'actorName', gone.operator_name), ended.customer_id)
                        from ended join gone on gone.session_id = ended.id
                        """)
                .bind("hash", Tokens.hash(cookie))
                .bind("portal", portalId)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** When operators acted for a customer, the latest first, as often as anybody reads. */
    List<Instant> history(long customerId) {
        return sql.withHandle(h -> h.statement("""
                        select at from audit_event where customer_id = :customer and event = 'act_as_started'
                        order by id desc limit :most
                        """)
                .bind("customer", customerId)
                .bind("most", SHOWN)
                .map(rs -> Instants.of(rs, "at"))
                .list());
    }
}
