package io.vestibule.operations;

import io.vestibule.audit.AuditContext;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes rows that can't matter any more, some thousands at a time so that no lock is held for long. Rows that a
 * request holds wait for the next round: a request takes its permits in an order of its own, and the two would deadlock.
 */
final class HousekeepingStore {
    private static final String FREE = " limit 5000 for update skip locked)";

    private static final List<String> EXPIRED = List.of(
            "delete from link where hash in (select hash from link where expires_at < now()" + FREE,
            // A refresh token that comes back after its session's end is no theft alarm, so the row may go, and with it
            // what was granted
            "delete from customer_session where id in (select id from customer_session where expires_at < now()" + FREE,
            "delete from challenge where hash in (select hash from challenge where expires_at < now()" + FREE,
            "delete from passkey_ceremony where hash in (select hash from passkey_ceremony where expires_at < now()"
                    + FREE,
            "delete from mail_code where customer_id in (select customer_id from mail_code where expires_at < now()"
                    + FREE,
            "delete from totp_offer where customer_id in (select customer_id from totp_offer where expires_at < now()"
                    + FREE,
            "delete from idempotency_key where key in (select key from idempotency_key where expires_at < now()" + FREE,
            "delete from throttle where key in (select key from throttle where tat < now()" + FREE,
            "delete from outbox where id in (select id from outbox where sent_at < now() - interval '30 days'" + FREE,
            "delete from device_code where hash in (select hash from device_code where expires_at < now()" + FREE,
            // A code that comes again within ten minutes still ends what it became
            "delete from authorization_code where hash in (select hash from authorization_code"
                    + " where expires_at < now() - interval '10 minutes'" + FREE,
            "delete from used_jwt where hash in (select hash from used_jwt where expires_at < now()" + FREE,
            "delete from pushed_request where hash in (select hash from pushed_request where expires_at < now()" + FREE,
            "delete from move_in_claim where subject in (select subject from move_in_claim where expires_at < now()"
                    + FREE,
            "delete from operator_setup where operator_id in (select operator_id from operator_setup where expires_at < now()"
                    + FREE,
            "delete from operator_challenge where hash in (select hash from operator_challenge where expires_at < now()"
                    + FREE,
            "delete from act_as_link where hash in (select hash from act_as_link where expires_at < now()" + FREE,
            "delete from operator_ceremony where hash in (select hash from operator_ceremony where expires_at < now()"
                    + FREE,
            "delete from operator_session where id in (select s.id from operator_session s where not ("
                    + OperatorSessionStore.LIVE + ")" + FREE,
            "delete from audit_minute where ctid = any (array(select m.ctid from audit_minute m, audit_rollup"
                    + " where m.minute < least(now() - interval '8 days', counted_until) limit 5000))",
            "delete from signing_key where retires_at < now()",
            "delete from rsa_signing_key where retires_at < now()");

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
    private final Duration forgotten;

    /** @param forgotten how long after the last failure a count of failures says nothing any more */
    HousekeepingStore(Sql sql, Duration forgotten) {
        this.sql = sql;
        this.forgotten = forgotten;
    }

    void removeExpired() {
        sql.useHandle(this::removeExpired);
    }

    void removeExpired(Handle h) {
        EXPIRED.forEach(h::execute);
        h.statement(FORGOTTEN).bind("forgotten", forgotten.toString()).execute();
        h.statement(UNDELIVERED)
                .bind("context", AuditContext.HOUSEKEEPING.json())
                .map(rs -> true)
                .list();
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
