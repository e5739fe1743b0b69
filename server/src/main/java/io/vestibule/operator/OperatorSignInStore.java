package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.operator.OperatorSignIn.Factor;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyDescriptor;
import io.vestibule.passkey.PasskeyKey;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements of an operator's sign-in up to its decision: the password, and whose passkey it is. {@link OperatorFactorStore} decides. */
public final class OperatorSignInStore {
    private static final Duration CHALLENGE = Duration.ofMinutes(5);

    private final Sql sql;
    private final GuardStore guard;

    public OperatorSignInStore(Sql sql) {
        this.sql = sql;
        this.guard = new GuardStore(sql);
    }

    /** @param password a PHC string; null for an operator who has none yet */
    record Credentials(long operator, String name, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials[operator " + operator + "]";
        }
    }

    /** Takes the permits of an attempt and reads the credentials of whoever has the address. */
    Permitted<Optional<Credentials>> credentials(Permits permits, String email) {
        return sql.withHandle(h -> h.statement(
                        "select extract(epoch from permit.wait) as wait, o.id, o.name, o.password from (select "
                                + GuardStore.ACQUIRE + """
                         as wait) permit
                        left join operator o on permit.wait is null and lower(o.email collate "C") = :email
                        """)
                .with(GuardStore.values(permits))
                .bind("email", email)
                .map(rs -> GuardStore.permitted(
                        rs.getBigDecimal("wait"),
                        rs.getLong("id") == 0
                                ? Optional.<Credentials>empty()
                                : Optional.of(new Credentials(
                                        rs.getLong("id"), rs.getString("name"), rs.getString("password")))))
                .one());
    }

    /**
     * Decides about a password: a right one begins a sign-in if it is still the operator's, they aren't disabled, and no lock holds at this
     * moment; anything else is a failure. One and the same statement for everybody.
     *
     * @param found   whoever has the address, with the password that it was compared with
     * @param subject whose failures are counted
     * @return whether the challenge is stored
     */
    boolean challenge(
            @Nullable Credentials found,
            boolean right,
            byte[] subject,
            String challenge,
            Lockout rule,
            AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with person as (
                            select id, disabled_at is null and password is not distinct from :password as may
                            from operator where :right and id = :operator for share
                        ), seen as (
                            select locked_until from lockout where subject = :subject and exists (select 1 from person) for update
                        ), proven as (
                            select id from person where may and not exists (select 1 from seen where locked_until > now())
                        ), failure as (
                        """ + GuardStore.failure("not exists (select 1 from proven)") + """
                        ), challenged as (
                            insert into operator_challenge (hash, operator_id, expires_at)
                            select :challenge, id, now() + cast(:life as interval) from proven
                        )
                        select exists (select 1 from proven) as proven,
                               case when remaining is not null
                                    then audit(case when locked then 'operator_login_lock' else 'operator_login_fail' end,
                                               cast(:context as jsonb), null, jsonb_build_object('by', 'password')) end
                        from (select 1) as one left join failure on true
                        """)
                .bind("operator", found == null ? null : (Long) found.operator())
                .bind("password", found == null ? null : found.password())
                .bind("right", right)
                .bind("subject", subject)
                .bind("attempts", rule.attempts())
                .bind("lock", rule.duration().toString())
                .bind("challenge", Tokens.hash(challenge))
                .bind("life", CHALLENGE.toString())
                .bind("context", context.json())
                .map(rs -> rs.getBoolean("proven"))
                .one());
    }

    /** Takes the permits of a guess. */
    Permitted<Boolean> acquire(Permits permits) {
        return guard.acquire(permits);
    }

    /** What an operator can show beside a password, at a site. */
    Set<Factor> factors(long operator, @Nullable ConsoleParty party) {
        return sql.withHandle(h -> h.statement("""
                        select o.totp is not null as app,
                               exists (select from operator_passkey p where p.operator_id = o.id and p.rp_id = :rp) as passkeys
                        from operator o where o.id = :operator
                        """)
                .bind("operator", operator)
                .bind("rp", party == null ? null : party.id().value())
                .map(rs -> {
                    Set<Factor> factors = EnumSet.noneOf(Factor.class);
                    if (rs.getBoolean("app")) {
                        factors.add(Factor.TOTP);
                    }
                    if (rs.getBoolean("passkeys")) {
                        factors.add(Factor.PASSKEY);
                    }
                    return factors;
                })
                .findOne()
                .orElseGet(() -> EnumSet.noneOf(Factor.class)));
    }

    /**
     * Takes the permits of an attempt and keeps what a browser is asked to sign.
     *
     * @param operator whose passkeys will do; null for anybody's
     * @return the operator's passkeys for the site; none for anybody's
     */
    Permitted<List<PasskeyDescriptor>> begin(
            Permits permits, ConsoleParty party, @Nullable Long operator, PasskeyChallenge challenge) {
        return switch (guard.acquire(permits)) {
            case Permitted.Throttled<Boolean>(Duration wait) -> new Permitted.Throttled<>(wait);
            case Permitted.Granted<Boolean> granted ->
                new Permitted.Granted<>(sql.withHandle(h -> {
                    OperatorRegistrationStore.begin(h, "sign-in", operator, challenge);
                    return operator == null ? List.of() : OperatorPasskeyStore.descriptors(h, operator, party);
                }));
        };
    }

    /**
     * A passkey that a signature came from, while somebody waits for that.
     *
     * @param handle by whom authenticators know its operator
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Signer(long passkey, long operator, String name, byte[] handle, PasskeyKey key) {}

    /**
     * The passkey of that id, if a sign-in waits with the challenge.
     *
     * @param operator for whom it was begun; null for one that was begun for anybody
     */
    Optional<Signer> signer(
            ConsoleParty party, @Nullable Long operator, PasskeyChallenge challenge, byte[] credentialId) {
        return sql.withHandle(h -> h.statement("""
                        select p.id, p.operator_id, o.name, o.handle, p.credential, p.counter, p.backup_eligible, p.backed_up
                        from operator_ceremony c
                        join operator_passkey p on p.credential_id = :credential and p.rp_id = :rp
                                                   and p.operator_id = coalesce(c.operator_id, p.operator_id)
                        join operator o on o.id = p.operator_id
                        where c.hash = :hash and c.kind = 'sign-in' and c.operator_id is not distinct from :operator
                          and c.expires_at > now()
                        """)
                .bind("credential", credentialId)
                .bind("rp", party.id().value())
                .bind("hash", challenge.hash())
                .bind("operator", operator)
                .map(rs -> new Signer(
                        rs.getLong("id"),
                        rs.getLong("operator_id"),
                        rs.getString("name"),
                        rs.getBytes("handle"),
                        new PasskeyKey(
                                rs.getBytes("credential"),
                                rs.getLong("counter"),
                                true,
                                rs.getBoolean("backup_eligible"),
                                rs.getBoolean("backed_up"))))
                .findOne());
    }

    /** Writes that a signature was refused that is nobody's. */
    void refused(AuditContext context) {
        sql.useHandle(h ->
                h.statement("""
                        select audit('operator_login_fail', cast(:context as jsonb), null, jsonb_build_object('by', 'passkey'))
                        """).bind("context", context.json()).map(rs -> true).one());
    }
}
