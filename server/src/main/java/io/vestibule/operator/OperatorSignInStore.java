package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements of an operator's sign-in: password, then second factor. */
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

    /**
     * A sign-in that waits for its second factor.
     *
     * @param totp the sealed secret of the operator's app
     * @param now  the database's clock
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Waiting(OperatorSessionStore.Holder operator, byte[] totp, long lastStep, Instant now) {}

    /** How a second factor ended. */
    enum Verified {
        OPENED,
        REFUSED
    }

    /** @param operator whose it is */
    record Verification(Verified verified, OperatorSessionStore.Holder operator) {}

    /** Takes the permits of a guess. */
    Permitted<Boolean> acquire(Permits permits) {
        return guard.acquire(permits);
    }

    /** Whose sign-in it is that waits, if it isn't too old. */
    Optional<Waiting> waiting(String challenge) {
        return sql.withHandle(h -> waiting(h, challenge, ""));
    }

    private static Optional<Waiting> waiting(Handle h, String challenge, String lock) {
        return h.statement("""
                        select o.id, o.name, o.role, o.portals, o.totp, o.totp_last_step, now() as now
                        from operator_challenge c join operator o on o.id = c.operator_id
                        where c.hash = :challenge and c.expires_at > now() and o.disabled_at is null and o.totp is not null
                        """ + lock)
                .bind("challenge", Tokens.hash(challenge))
                .map(rs -> new Waiting(
                        OperatorSessionStore.holder(rs),
                        rs.getBytes("totp"),
                        rs.getLong("totp_last_step"),
                        rs.getObject("now", OffsetDateTime.class).toInstant()))
                .findOne();
    }

    /**
     * A session that is about to be opened.
     *
     * @param token  the cookie
     * @param former the cookie that the browser had; null for none
     */
    record NewSession(UUID id, String token, @Nullable String former, String network) {}

    /**
     * Decides about a second factor, and opens the session for a right one. The operator's row lock puts all guesses of their codes in
     * order: a code is accepted once, and of any number of wrong ones only as many are verified as the lock allows.
     *
     * @param step gives the time step of the code; empty for a wrong one
     * @return empty if the sign-in is too old
     */
    Optional<Verification> verify(
            String challenge,
            Function<Waiting, OptionalLong> step,
            NewSession session,
            Lockout rule,
            Function<OperatorSessionStore.Holder, AuditContext> context) {
        return sql.inTransaction(h -> waiting(h, challenge, " for no key update of o")
                .map(waiting -> {
                    OptionalLong accepted = step.apply(waiting);
                    boolean opened =
                            decide(h, challenge, waiting, accepted, session, rule, context.apply(waiting.operator()));
                    return new Verification(opened ? Verified.OPENED : Verified.REFUSED, waiting.operator());
                }));
    }

    private static boolean decide(
            Handle h,
            String challenge,
            Waiting waiting,
            OptionalLong step,
            NewSession session,
            Lockout rule,
            AuditContext context) {
        return h.statement("""
                        with seen as (
                            select locked_until from lockout where subject = :subject for update
                        ), used as (
                            delete from operator_challenge
                            where hash = :challenge and cast(:step as bigint) is not null
                              and not exists (select 1 from seen where locked_until > now())
                            returning operator_id
                        ), stepped as (
                            update operator o set totp_last_step = :step, signed_in_at = now()
                            from used where o.id = used.operator_id and o.totp_last_step < :step returning o.id
                        ), former as (
                            delete from operator_session where hash = cast(:former as bytea) and exists (select 1 from stepped)
                        ), opened as (
                            insert into operator_session (id, hash, operator_id, amr, network, expires_at)
                            select :session, :cookie, id, '{pwd,otp,mfa}', :network, now() + cast(:life as interval) from stepped
                        ), cleared as (
                            delete from lockout where subject = :subject and exists (select 1 from stepped)
                        ), failure as (
                        """ + GuardStore.failure("not exists (select 1 from stepped)") + """
                        )
                        select s.id is not null as opened,
                               audit(case when s.id is not null then 'operator_login_success'
                                          when f.locked then 'operator_login_lock' else 'operator_login_fail' end,
                                     cast(:context as jsonb), null, jsonb_build_object('by', 'totp'))
                        from (select 1) as one left join stepped s on true left join failure f on true
                        """)
                .bind("subject", OperatorStore.subject(waiting.operator().id()))
                .bind("challenge", Tokens.hash(challenge))
                .bind("step", step.isPresent() ? (Long) step.getAsLong() : null)
                .bind("former", session.former() == null ? null : Tokens.hash(session.former()))
                .bind("session", session.id())
                .bind("cookie", Tokens.hash(session.token()))
                .bind("network", session.network())
                .bind("life", OperatorSessionStore.LIFE.toString())
                .bind("attempts", rule.attempts())
                .bind("lock", rule.duration().toString())
                .bind("context", context.json())
                .map(rs -> rs.getBoolean("opened"))
                .one();
    }
}
