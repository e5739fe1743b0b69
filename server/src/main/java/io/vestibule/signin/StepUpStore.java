package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Guess;
import io.vestibule.guard.Lockout;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import io.vestibule.session.BrowserSessionStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;

/** Sessions of browsers that rise by a code. */
public final class StepUpStore {
    private static final String LIVE = BrowserSessionStore.LIVE + "and s.customer_id = :customer";

    private final Sql sql;

    public StepUpStore(Sql sql) {
        this.sql = sql;
    }

    /** What came of a code. */
    enum Decision {
        RISEN,
        WRONG,
        /** The session is over, or has another cookie by now: the code was neither verified nor used up. */
        OVER
    }

    /**
     * Verifies a code of whoever has the cookie; the right one brings the grant.
     *
     * @param cookie the browser's so far, which the grant makes void
     */
    Decision raise(long portalId, String cookie, Guess guess, Grant grant, Lockout rule, AuditContext context) {
        return sql.inTransaction(h -> {
            FactorStore.lock(h, guess.customerId());
            if (!lives(h, portalId, cookie, guess.customerId())) {
                return Decision.OVER;
            }
            Json detail = Json.object().put("by", "session").build();
            if (!FactorStore.verify(h, guess, rule, "authn_factor_success", detail, context)) {
                return Decision.WRONG;
            }
            h.statement("""
                            with proven as (
                                select c.id, c.portal_id, 'password' as method,
                                       s.amr || array(select m from unnest(array['otp', 'mfa']) m where m <> all (s.amr)) as amr,
                                       false as temporary, false as second_factor, cast('{}' as jsonb) as detail
                            """ + LIVE + """
                            ),
                            """ + Admission.to(grant) + "select needs from admitted")
                    .bind("cookie", Tokens.hash(cookie))
                    .bind("portal", portalId)
                    .bind("customer", guess.customerId())
                    .with(grant.values())
                    .mapTo(String.class)
                    .one();
            return Decision.RISEN;
        });
    }

    /** Locks cookie and session, in the order in which signing out does, so that neither ends meanwhile. */
    private static boolean lives(Handle h, long portalId, String cookie, long customerId) {
        return h.statement("select 1 " + LIVE + " for update of b, s")
                .bind("cookie", Tokens.hash(cookie))
                .bind("portal", portalId)
                .bind("customer", customerId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
