package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyKey;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.passkey.PasskeyUse;
import io.vestibule.portal.RpId;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proof by passkey, of a sign-in that {@link PasskeyRequestStore} began: one statement before the signature is verified, and one after,
 * which uses the challenge up.
 */
public final class PasskeyProofStore {
    private final Sql sql;

    public PasskeyProofStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A sign-in that waits for its signature, and the passkey that it came from.
     *
     * @param site    that it was begun for
     * @param named   whether it was begun for whoever has a login
     * @param passkey null where the portal has none with that id
     * @param known   whether any portal has one with that id, or an operator
     */
    record Found(RpId site, boolean named, @Nullable Held passkey, boolean known) {}

    /**
     * A passkey of the portal.
     *
     * @param fits whether it is of whom the sign-in was begun for, if it was for somebody
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Held(long id, long customerId, byte[] handle, boolean fits, PasskeyKey key) {}

    /** Takes the permits of an attempt and reads what it needs; empty if no sign-in waits with this challenge. */
    Permitted<Optional<Found>> find(Permits permits, long portalId, PasskeyChallenge challenge, byte[] credentialId) {
        return sql.withHandle(h -> h.statement("with permit as (select extract(epoch from " + GuardStore.ACQUIRE
                        + ") as wait)" + """
                        select wait, y.rp_id, y.named, p.id, p.customer_id, u.handle, p.credential, p.counter, p.verified,
                               p.backup_eligible, p.backed_up, not y.named or y.customer_id is not distinct from p.customer_id as fits,
                        """ + PasskeyStore.KNOWN + """
                               as known
                        from permit
                        left join passkey_ceremony y on permit.wait is null and y.hash = :hash and y.portal_id = :portal
                                                        and y.kind = 'sign-in' and y.expires_at > now()
                        left join passkey p on p.credential_id = :credential and p.portal_id = y.portal_id and p.rp_id = y.rp_id
                        left join passkey_user u on u.customer_id = p.customer_id
                        """)
                .with(GuardStore.values(permits))
                .bind("hash", challenge.hash())
                .bind("portal", portalId)
                .bind("credential", credentialId)
                .map(rs -> GuardStore.permitted(rs.getBigDecimal("wait"), found(rs)))
                .one());
    }

    private static Optional<Found> found(ResultSet rs) throws SQLException {
        String site = rs.getString("rp_id");
        return site == null
                ? Optional.empty()
                : Optional.of(new Found(
                        new RpId(site),
                        rs.getBoolean("named"),
                        rs.getLong("id") == 0 ? null : held(rs),
                        rs.getBoolean("known")));
    }

    private static Held held(ResultSet rs) throws SQLException {
        return new Held(
                rs.getLong("id"),
                rs.getLong("customer_id"),
                rs.getBytes("handle"),
                rs.getBoolean("fits"),
                new PasskeyKey(
                        rs.getBytes("credential"),
                        rs.getLong("counter"),
                        rs.getObject("verified", Boolean.class),
                        rs.getObject("backup_eligible", Boolean.class),
                        rs.getObject("backed_up", Boolean.class)));
    }

    /** What was decided on a signature that is right. */
    enum Decision {
        GRANTED,
        /** The customer is disabled. */
        REFUSED,
        /** The challenge was used, or the passkey removed, meanwhile. */
        EXPIRED
    }

    /**
     * Uses the challenge up, once, and grants, unless the customer is disabled. Their row is locked before the passkey's, in the order in
     * which a removal does.
     */
    Decision decide(Held passkey, PasskeyChallenge challenge, PasskeyUse use, Grant grant, AuditContext context) {
        return sql.withHandle(h -> h.statement(DECIDED.formatted(Admission.to(grant)))
                .with(grant.values())
                .bind("customer", passkey.customerId())
                .bind("passkey", passkey.id())
                .bind("hash", challenge.hash())
                .bind("counter", use.counter())
                .bind("verified", use.verified())
                .bind("eligible", use.backupEligible())
                .bind("backed_up", use.backedUp())
                .bind("amr", SignInMethod.PASSKEY.amr())
                .bind("context", context.json())
                .map(rs -> rs.getString("needs") != null
                        ? Decision.GRANTED
                        : rs.getBoolean("enabled") ? Decision.EXPIRED : Decision.REFUSED)
                .one());
    }

    /**
     * A counter that isn't higher than the one before may be a copy's. One that was stored after this challenge was given out says nothing: of
     * two sign-ins at once, either may arrive first.
     */
    private static final String DECIDED = """
            with person as (
                select id, portal_id from customer where id = :customer and disabled_at is null for share
            ), used as (
                delete from passkey_ceremony y using person
                where y.hash = :hash and y.kind = 'sign-in' and y.expires_at > now()
                returning person.id, person.portal_id, y.created_at as begun_at
            ), held as (
                select p.id, used.id as customer_id, used.portal_id, p.counter,
                       coalesce(p.last_used_at, p.created_at) <= used.begun_at
                       and :counter <= p.counter and (p.counter > 0 or :counter > 0) as stepped_back
                from passkey p join used on p.customer_id = used.id
                where p.id = :passkey
                for update of p
            ), stepped as (
                update passkey p
                set counter = case when held.stepped_back then :counter else greatest(p.counter, :counter) end,
                    last_used_at = now(), backed_up = :backed_up, backup_eligible = coalesce(p.backup_eligible, :eligible),
                    verified = p.verified is true or :verified
                from held where p.id = held.id
            ), proven as (
                select customer_id as id, portal_id, 'passkey' as method, array[cast(:amr as text), 'user', 'mfa'] as amr,
                       false as temporary, false as second_factor, jsonb_build_object('by', 'passkey', 'passkey', id) as detail
                from held
            ), %s
            select needs, exists (select from person) as enabled,
                   case when needs is not null then
            """ + Admission.audited("'authn_login_success'") + """
                   end,
                   case when held.stepped_back
                        then audit('authn_passkey_counter', cast(:context as jsonb), held.customer_id,
                                   jsonb_build_object('passkey', held.id, 'before', held.counter, 'now', :counter)) end
            from (select 1) as one left join admitted on true left join held on true
            """;

    /**
     * Writes that a signature was refused.
     *
     * @param customerId null where it is nobody's
     * @param reason     in a word
     */
    void refused(@Nullable Long customerId, String reason, AuditContext context) {
        sql.useHandle(h -> h.statement(
                        "select audit('authn_login_fail', cast(:context as jsonb), :customer, cast(:detail as jsonb))")
                .bind("customer", customerId)
                .bind(
                        "detail",
                        Json.object()
                                .put("by", SignInMethod.PASSKEY.label())
                                .put("reason", reason)
                                .build()
                                .toString())
                .bind("context", context.json())
                .map(rs -> true)
                .one());
    }
}
