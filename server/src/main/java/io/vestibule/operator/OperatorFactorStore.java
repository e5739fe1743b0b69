package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyUse;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides about what an operator shows beside a password, or in its place. The operator's row lock puts all of it in order: a code is
 * accepted once, a challenge is answered once, and of any number of wrong ones only as many are verified as the lock allows.
 */
public final class OperatorFactorStore {
    private final Sql sql;

    public OperatorFactorStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * An operator whose row is locked.
     *
     * @param totp the sealed secret of their app; null for none
     * @param now  the database's clock
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Held(OperatorSessionStore.Holder operator, byte @Nullable [] totp, long lastStep, Instant now) {}

    /**
     * A session that is about to be opened.
     *
     * @param token  the cookie
     * @param former the cookie that the browser had; null for none
     */
    record NewSession(UUID id, String token, @Nullable String former, String network) {}

    /** @param accepted whether it was right and no lock holds */
    record Decision(boolean accepted, OperatorSessionStore.Holder operator) {}

    /** Whose it is, if whoever claims to be them still may; nothing is locked. */
    Optional<Held> held(OperatorClaim claim) {
        return sql.withHandle(h -> held(h, claim, ""));
    }

    private static Optional<Held> held(Handle h, OperatorClaim claim, String lock) {
        String columns =
                "select o.id, o.name, o.role, o.portals, o.totp, o.totp_last_step, now() as now from operator o ";
        var statement = switch (claim) {
            case OperatorClaim.Waiting(String token) ->
                h.statement(columns + """
                                        join operator_challenge c on c.operator_id = o.id
                                        where c.hash = :challenge and c.expires_at > now() and o.disabled_at is null
                                        """ + lock).bind("challenge", Tokens.hash(token));
            case OperatorClaim.SignedIn(UUID session) ->
                h.statement(columns + """
                                        join operator_session s on s.operator_id = o.id where s.id = :session and o.disabled_at is null and
                                        """ + OperatorSessionStore.LIVE + lock).bind("session", session);
            case OperatorClaim.Holder(long operator) ->
                h.statement(columns + "where o.id = :operator and o.disabled_at is null" + lock)
                        .bind("operator", operator);
        };
        return statement
                .map(rs -> new Held(
                        OperatorSessionStore.holder(rs),
                        rs.getBytes("totp"),
                        rs.getLong("totp_last_step"),
                        Instants.of(rs, "now")))
                .findOne();
    }

    /** Opens a session for whoever shows what is right; empty if they may no longer claim to be somebody. */
    Optional<Decision> open(
            OperatorClaim claim,
            ShownFactor shown,
            NewSession session,
            Lockout rule,
            Function<Held, AuditContext> context) {
        return sql.inTransaction(h -> held(h, claim, " for no key update of o").map(held -> {
            boolean accepted = !isLocked(h, held) && isRight(h, held, shown) && isFirst(h, claim);
            if (accepted) {
                open(h, held, shown, claim instanceof OperatorClaim.Waiting, session);
            }
            settle(
                    h,
                    held,
                    shown,
                    accepted ? "operator_login_success" : "operator_login_fail",
                    rule,
                    context.apply(held));
            return new Decision(accepted, held.operator());
        }));
    }

    /** Notes that whoever has the session has just proven that it is them; empty if it is over. */
    Optional<Decision> prove(UUID session, ShownFactor shown, Lockout rule, Function<Held, AuditContext> context) {
        return sql.inTransaction(h -> held(h, new OperatorClaim.SignedIn(session), " for no key update of o")
                .map(held -> {
                    boolean accepted = !isLocked(h, held) && isRight(h, held, shown);
                    if (accepted) {
                        h.statement("update operator_session set proven_at = now() where id = :session")
                                .bind("session", session)
                                .execute();
                    }
                    settle(
                            h,
                            held,
                            shown,
                            accepted ? "operator_reauth_success" : "operator_reauth_fail",
                            rule,
                            context.apply(held));
                    return new Decision(accepted, held.operator());
                }));
    }

    private static boolean isLocked(Handle h, Held held) {
        return h.statement("select true from lockout where subject = :subject and locked_until > now() for update")
                .bind("subject", OperatorStore.subject(held.operator().id()))
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
    }

    /** Whether it is right, and for the first time: it is used up. */
    private static boolean isRight(Handle h, Held held, ShownFactor shown) {
        return switch (shown) {
            case ShownFactor.Code(Function<Held, OptionalLong> step) -> {
                OptionalLong accepted = step.apply(held);
                yield accepted.isPresent()
                        && h.statement("""
                                        update operator set totp_last_step = :step where id = :operator and totp_last_step < :step
                                        """)
                                        .bind("step", accepted.getAsLong())
                                        .bind("operator", held.operator().id())
                                        .execute()
                                > 0;
            }
            case ShownFactor.Signature(long passkey, PasskeyChallenge challenge, PasskeyUse use) ->
                isAnswered(h, held, challenge) && isTheirs(h, held, passkey, use);
            case ShownFactor.WrongSignature() -> false;
        };
    }

    private static boolean isAnswered(Handle h, Held held, PasskeyChallenge challenge) {
        return h.statement("""
                        delete from operator_ceremony
                        where hash = :hash and kind = 'sign-in' and coalesce(operator_id, :operator) = :operator and expires_at > now()
                        """)
                        .bind("hash", challenge.hash())
                        .bind("operator", held.operator().id())
                        .execute()
                > 0;
    }

    private static boolean isTheirs(Handle h, Held held, long passkey, PasskeyUse use) {
        return h.statement("""
                        update operator_passkey
                        set counter = greatest(counter, :counter), backed_up = :backed_up, last_used_at = now()
                        where id = :passkey and operator_id = :operator
                        """)
                        .bind("counter", use.counter())
                        .bind("backed_up", use.backedUp())
                        .bind("passkey", passkey)
                        .bind("operator", held.operator().id())
                        .execute()
                > 0;
    }

    /** A sign-in that waits is completed once. */
    private static boolean isFirst(Handle h, OperatorClaim claim) {
        return !(claim instanceof OperatorClaim.Waiting(String token))
                || h.statement("delete from operator_challenge where hash = :challenge")
                                .bind("challenge", Tokens.hash(token))
                                .execute()
                        > 0;
    }

    /** The cookie is another than before: nobody is signed in by one that somebody else knows. */
    private static void open(Handle h, Held held, ShownFactor shown, boolean password, NewSession session) {
        List<String> amr = shown instanceof ShownFactor.Code
                ? List.of("pwd", "otp", "mfa")
                : password ? List.of("pwd", "hwk", "mfa") : List.of("hwk", "user", "mfa");
        h.statement("""
                        with former as (
                            delete from operator_session where hash = cast(:former as bytea)
                        ), signed_in as (
                            update operator set signed_in_at = now() where id = :operator
                        )
                        insert into operator_session (id, hash, operator_id, amr, network, expires_at)
                        values (:session, :cookie, :operator, :amr, :network, now() + cast(:life as interval))
                        """)
                .bind("former", session.former() == null ? null : Tokens.hash(session.former()))
                .bind("operator", held.operator().id())
                .bind("session", session.id())
                .bind("cookie", Tokens.hash(session.token()))
                .bindArray("amr", "text", amr)
                .bind("network", session.network())
                .bind("life", OperatorSessionStore.LIFE.toString())
                .execute();
    }

    /** Counts a failure, or forgets those before, and writes what it was. */
    private static void settle(
            Handle h, Held held, ShownFactor shown, String event, Lockout rule, AuditContext context) {
        h.statement("""
                        with cleared as (
                            delete from lockout where subject = :subject and :accepted
                        ), failure as (
                        """ + GuardStore.failure("not :accepted") + """
                        )
                        select audit(case when f.locked then 'operator_login_lock' else :event end, cast(:context as jsonb), null,
                                     jsonb_build_object('by', cast(:by as text)))
                        from (select 1) as one left join failure f on true
                        """)
                .bind("subject", OperatorStore.subject(held.operator().id()))
                .bind("accepted", event.endsWith("_success"))
                .bind("attempts", rule.attempts())
                .bind("lock", rule.duration().toString())
                .bind("event", event)
                .bind("by", shown.label())
                .bind("context", context.json())
                .map(rs -> true)
                .one();
    }
}
