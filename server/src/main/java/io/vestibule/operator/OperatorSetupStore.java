package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The links by which operators set password and second factor, each good once. */
public final class OperatorSetupStore {
    private final Sql sql;

    public OperatorSetupStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * What a link opens.
     *
     * @param totp the sealed secret that its page shows; null: none yet
     * @param now  the database's clock, which codes are compared by
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(long operator, String email, String name, byte @Nullable [] totp, Instant now) {}

    /** Makes a link, in the place of the one before; false if there is no such operator. */
    public boolean issue(long operator, String token, Duration life, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with issued as (
                            insert into operator_setup (operator_id, hash, expires_at)
                            select id, :hash, now() + cast(:life as interval) from operator where id = :operator
                            on conflict (operator_id) do update
                            set hash = excluded.hash, totp = null, expires_at = excluded.expires_at
                            returning operator_id
                        )
                        select audit('operator_setup_issued', cast(:context as jsonb), null, jsonb_build_object('operator', operator_id))
                        from issued
                        """)
                .bind("operator", operator)
                .bind("hash", Tokens.hash(token))
                .bind("life", life.toString())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** What the link opens, if it is good at this moment. */
    Optional<Found> find(String token) {
        return sql.withHandle(h -> h.statement("""
                        select o.id, o.email, o.name, s.totp, now() as now
                        from operator_setup s join operator o on o.id = s.operator_id
                        where s.hash = :hash and s.expires_at > now() and o.disabled_at is null
                        """)
                .bind("hash", Tokens.hash(token))
                .map(rs -> new Found(
                        rs.getLong("id"),
                        rs.getString("email"),
                        rs.getString("name"),
                        rs.getBytes("totp"),
                        Instants.of(rs, "now")))
                .findOne());
    }

    /** Keeps the secret that the link's page shows, unless it shows one already; the one that it shows. */
    byte @Nullable [] offer(String token, byte[] totp) {
        return sql.withHandle(h -> h.statement("""
                        update operator_setup set totp = coalesce(totp, :totp) where hash = :hash and expires_at > now() returning totp
                        """)
                .bind("hash", Tokens.hash(token))
                .bind("totp", totp)
                .map(rs -> rs.getBytes("totp"))
                .findOne()
                .orElse(null));
    }

    /** The second factor that an operator sets. */
    sealed interface NewFactor {
        /**
         * An app.
         *
         * @param totp the sealed secret that the code was compared with
         * @param step the time step of the code
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record App(byte[] totp, long step) implements NewFactor {}

        /** A passkey. */
        record Passkey(OperatorPasskeys.Verified registration) implements NewFactor {}
    }

    /**
     * Sets password and second factor in the place of all that the operator had, and uses the link up: sessions, sign-ins that wait and the
     * lock are ended. False if it is used up already, or the passkey's registration is.
     */
    boolean complete(String token, Found found, String password, NewFactor factor, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean done = set(h, token, found, password, factor instanceof NewFactor.App app ? app : null, context);
            if (done && factor instanceof NewFactor.Passkey(OperatorPasskeys.Verified registration)) {
                done = OperatorRegistrationStore.used(h, found.operator(), registration.challenge())
                        && OperatorRegistrationStore.insert(h, found.operator(), registration, context);
            }
            if (!done) {
                h.rollback();
            }
            return done;
        });
    }

    /** @param app null: they have none any more */
    private static boolean set(
            Handle h, String token, Found found, String password, NewFactor.@Nullable App app, AuditContext context) {
        return h.statement("""
                        with used as (
                            delete from operator_setup
                            where hash = :hash and (totp = :totp or cast(:totp as bytea) is null) and expires_at > now()
                            returning operator_id
                        ), changed as (
                            update operator o
                            set password = :password, totp = :totp, totp_last_step = :step, updated_at = now()
                            from used where o.id = used.operator_id and o.disabled_at is null returning o.id
                        ), passkeys as (
                            delete from operator_passkey where operator_id in (select id from changed)
                        ), sessions as (
                            delete from operator_session where operator_id in (select id from changed)
                        ), challenges as (
                            delete from operator_challenge where operator_id in (select id from changed)
                        ), unlocked as (
                            delete from lockout where subject = :subject and exists (select 1 from changed)
                        )
                        select audit('operator_set_up', cast(:context as jsonb), null, jsonb_build_object('operator', id)) from changed
                        """)
                .bind("hash", Tokens.hash(token))
                .bind("totp", app == null ? null : app.totp())
                .bind("password", password)
                .bind("step", app == null ? 0 : app.step())
                .bind("subject", OperatorStore.subject(found.operator()))
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false);
    }
}
