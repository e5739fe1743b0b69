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
import java.time.Duration;

/** Sessions of browsers that a code of the second factor completes. */
public final class StepUpStore {
    private static final String LIVE = BrowserSessionStore.LIVE + "and s.customer_id = :customer";

    private final Sql sql;

    public StepUpStore(Sql sql) {
        this.sql = sql;
    }

    /** What came of a code. */
    sealed interface Completion {
        /**
         * The session is one of both factors.
         *
         * @param life of it from now on
         */
        record Done(Duration life) implements Completion {}

        record Wrong() implements Completion {}

        /** The session is over, or has another cookie by now: the code was neither verified nor used up. */
        record Over() implements Completion {}
    }

    /**
     * Verifies a code of whoever has the cookie. With the right one the session goes on under another cookie, as one of both factors. Neither
     * when its customer signed in nor when it ends changes.
     *
     * @param cookie  the browser's so far, which is void then
     * @param renewed the one in its place
     */
    Completion complete(long portalId, String cookie, String renewed, Guess guess, Lockout rule, AuditContext context) {
        return sql.inTransaction(h -> {
            FactorStore.lock(h, guess.customerId());
            if (!lives(h, portalId, cookie, guess.customerId())) {
                return new Completion.Over();
            }
            Json detail = Json.object().put("by", "session").build();
            if (!FactorStore.verify(h, guess, rule, "authn_factor_success", detail, context)) {
                return new Completion.Wrong();
            }
            return h.statement("""
                            with former as (
                                delete from browser_session where hash = :cookie returning session_id
                            ), completed as (
                                update customer_session s
                                set amr = s.amr || array(select m from unnest(array['otp', 'mfa']) m where m <> all (s.amr))
                                from former where s.id = former.session_id
                                returning s.id, s.expires_at
                            ), cookie as (
                                insert into browser_session (hash, session_id) select cast(:renewed as bytea), id from completed
                            )
                            select cast(extract(epoch from expires_at - now()) as bigint) as life from completed
                            """)
                    .bind("cookie", Tokens.hash(cookie))
                    .bind("renewed", Tokens.hash(renewed))
                    .map(rs -> new Completion.Done(Duration.ofSeconds(rs.getLong("life"))))
                    .one();
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
