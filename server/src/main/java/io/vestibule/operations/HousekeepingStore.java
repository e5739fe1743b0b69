package io.vestibule.operations;

import io.vestibule.audit.AuditContext;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Removes rows that can't matter any more, some thousands at a time so that no lock is held for long. Rows that a
 * request holds wait for the next round: a request takes its permits in an order of its own, and the two would deadlock.
 */
final class HousekeepingStore {
    private static final int BATCH = 5000;
    private static final String FREE = " limit " + BATCH + " for update skip locked)";
    private static final String OUT_OF_DATE = "expires_at < now()";

    /**
     * Rows of a table that can't matter any more.
     *
     * @param batch removes some of them; how many that were
     */
    record Expired(String table, ToIntFunction<Handle> batch) {
        static Expired rows(String table, String key, String condition) {
            String statement = "delete from " + table + " where " + key + " in (select s." + key + " from " + table
                    + " s where " + condition + FREE;
            return new Expired(table, h -> h.statement(statement).execute());
        }
    }

    private static final List<Expired> EXPIRED = List.of(
            Expired.rows("link", "hash", OUT_OF_DATE),
            // A refresh token that comes back after its session's end is no theft alarm, so the row may go, and with it
            // what was granted
            Expired.rows("customer_session", "id", OUT_OF_DATE),
            Expired.rows("challenge", "hash", OUT_OF_DATE),
            Expired.rows("passkey_ceremony", "hash", OUT_OF_DATE),
            Expired.rows("mail_code", "customer_id", OUT_OF_DATE),
            Expired.rows("totp_offer", "customer_id", OUT_OF_DATE),
            Expired.rows("idempotency_key", "key", OUT_OF_DATE),
            Expired.rows("throttle", "key", "tat < now()"),
            Expired.rows("outbox", "id", "sent_at < now() - interval '30 days'"),
            Expired.rows("device_code", "hash", OUT_OF_DATE),
            // A code that comes again within ten minutes still ends what it became
            Expired.rows("authorization_code", "hash", "expires_at < now() - interval '10 minutes'"),
            Expired.rows("used_jwt", "hash", OUT_OF_DATE),
            Expired.rows("pushed_request", "hash", OUT_OF_DATE),
            Expired.rows("move_in_claim", "subject", OUT_OF_DATE),
            Expired.rows("operator_setup", "operator_id", OUT_OF_DATE),
            Expired.rows("operator_challenge", "hash", OUT_OF_DATE),
            Expired.rows("act_as_link", "hash", OUT_OF_DATE),
            Expired.rows("operator_ceremony", "hash", OUT_OF_DATE),
            Expired.rows("operator_session", "id", "not (" + OperatorSessionStore.LIVE + ")"),
            new Expired(
                    "audit_minute", h -> h.statement("""
                    delete from audit_minute where ctid = any (array(
                        select m.ctid from audit_minute m, audit_rollup
                        where m.minute < least(now() - interval '8 days', counted_until) limit :batch))
                    """).bind("batch", BATCH).execute()),
            Expired.rows("signing_key", "kid", "retires_at < now()"),
            Expired.rows("rsa_signing_key", "kid", "retires_at < now()"));

    private static final String FORGOTTEN = """
            delete from lockout where subject in (
                select subject from lockout
                where last_failure < now() - cast(:forgotten as interval) and (locked_until is null or locked_until < now())
            """ + FREE;

    /** Whether it was their fault or ours, an application that was away for a day learns of it by a token that is refused. */
    private static final String UNDELIVERED = """
            with undelivered as (
                delete from logout_notice where id in (
                    select id from logout_notice where created_at < now() - interval '24 hours'
            """ + FREE + """
                returning portal_id, client_id, customer_id
            )
            select audit('authn_logout_undelivered',
                         cast(:context as jsonb) || jsonb_build_object('portal', portal_id, 'client', client_id), customer_id)
            from undelivered
            """;

    private final Sql sql;
    private final List<Expired> expired;

    /** @param forgotten how long after the last failure a count of failures says nothing any more */
    HousekeepingStore(Sql sql, Duration forgotten) {
        this.sql = sql;
        this.expired = new ArrayList<>(EXPIRED);
        this.expired.add(new Expired(
                "lockout",
                h -> h.statement(FORGOTTEN)
                        .bind("forgotten", forgotten.toString())
                        .execute()));
        this.expired.add(new Expired(
                "logout_notice",
                h -> h.statement(UNDELIVERED)
                        .bind("context", AuditContext.HOUSEKEEPING.json())
                        .map(rs -> true)
                        .list()
                        .size()));
    }

    /** All that can expire. */
    List<Expired> expired() {
        return expired;
    }

    /** Removes a batch of each, in a transaction each; those of which a whole batch went, so that more may be left. */
    List<Expired> removeBatches(List<Expired> of) {
        return of.stream()
                .filter(rows -> sql.withHandle(h -> rows.batch().applyAsInt(h)) >= BATCH)
                .toList();
    }

    /**
     * How far the database is.
     *
     * @param timeline   PostgreSQL's, which each failover begins anew
     * @param event      the newest audit event; 0: there is none
     * @param holdsOther whether the newest event of another position is there, too
     */
    record Position(String timeline, long event, Instant at, boolean holdsOther) {}

    Position position(Position other) {
        return sql.withHandle(h -> h.statement("""
                        select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline, newest.id, newest.at,
                               :event = 0 or exists (select 1 from audit_event where id = :event and at = :at) as holds_other
                        from (select 1) as one
                        left join (select id, at from audit_event order by id desc limit 1) as newest on true
                        """)
                .bind("event", other.event())
                .bind("at", other.at())
                .map(rs -> {
                    Instant at = Instants.orNull(rs, "at");
                    return new Position(
                            rs.getString("timeline"),
                            rs.getLong("id"),
                            at == null ? Instant.EPOCH : at,
                            rs.getBoolean("holds_other"));
                })
                .one());
    }
}
