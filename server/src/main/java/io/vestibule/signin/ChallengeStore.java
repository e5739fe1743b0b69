package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Guess;
import io.vestibule.guard.Lockout;
import io.vestibule.json.Json;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;

/** Sign-ins that wait for their second step. */
public final class ChallengeStore {
    private final Sql sql;

    public ChallengeStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Stores a challenge for whoever {@code from} gives (id, method), as part of the statement that decides so.
     *
     * @param from a table, and a condition
     */
    static String stored(String from) {
        return """
                insert into challenge (hash, customer_id, origin, expires_at)
                select :challenge.hash, id, method, now() + cast(:challenge.life as interval) from %s
                """.formatted(from);
    }

    /** The values that {@link #stored} names. */
    static Consumer<Statement> values(Challenge challenge) {
        return statement -> statement.bind("challenge.hash", challenge.hash()).bind("challenge.life", challenge.life());
    }

    /** A sign-in that waits for its second step. */
    record Begun(Customer customer, SignInMethod by) {}

    /** The sign-in that a challenge is of; empty if it is out of date, used or void, of another portal, or its customer disabled. */
    Optional<Begun> begun(long portalId, Challenge challenge) {
        return sql.withHandle(h -> h.statement("select g.origin, " + CustomerStore.COLUMNS + """
                        from challenge g join customer_whole c on c.id = g.customer_id
                        where g.hash = :hash and g.expires_at > now() and c.portal_id = :portal and c.disabled_at is null
                        """)
                .bind("hash", challenge.hash())
                .bind("portal", portalId)
                .map(rs -> new Begun(CustomerStore.customer(rs), SignInMethod.ofLabel(rs.getString("origin"))))
                .findOne());
    }

    /** What came of a code for a sign-in that waits for it. */
    enum Completion {
        GRANTED,
        WRONG,
        /** Nothing waits for it any more: the code was neither verified nor used up. */
        NO_CHALLENGE
    }

    /** Verifies a code for a sign-in that waits for it; the right one brings the grant, once. */
    Completion complete(
            Challenge challenge, Begun begun, Guess guess, Grant grant, Lockout rule, AuditContext context) {
        return sql.inTransaction(h -> {
            FactorStore.lock(h, guess.customerId());
            boolean waits = h.statement("select 1 from challenge where hash = :hash and expires_at > now()")
                    .bind("hash", challenge.hash())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (!waits) {
                return Completion.NO_CHALLENGE;
            }
            Json detail = Json.object().put("by", begun.by().label()).build();
            if (!FactorStore.verify(h, guess, rule, "authn_login_success", detail, context)) {
                return Completion.WRONG;
            }
            h.statement("""
                            with proven as (
                                delete from challenge g using customer c where g.hash = :hash and c.id = g.customer_id
                                returning c.id, c.portal_id, g.origin as method, array[cast(:amr as text), 'otp', 'mfa'] as amr,
                                          false as temporary, false as second_factor,
                                          cast('{}' as jsonb) as detail
                            ),
                            """ + Admission.to(grant) + "select needs from admitted")
                    .bind("hash", challenge.hash())
                    .bind("amr", begun.by().amr())
                    .with(grant.values())
                    .mapTo(String.class)
                    .one();
            return Completion.GRANTED;
        });
    }
}
