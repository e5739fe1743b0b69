package io.vestibule.audit;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what is over, once, whichever node comes first, so that nobody who asks has to. */
public final class StatisticsRollupStore {
    /** How long after its end a minute is counted: by then what began in it is committed. */
    private static final String LATE = "interval '5 minutes'";

    private static final String COLUMNS = "portal_id, event, dialect, client_id, method, reason";

    private final Sql sql;

    public StatisticsRollupStore(Sql sql) {
        this.sql = sql;
    }

    /** Counts minutes that are over, five of them at most, so that no snapshot is held for long; says whether there were any. */
    public boolean countMinutes() {
        return counted("minutes_until + interval '1 minute' < now() - " + LATE, h -> {
            String until =
                    "least(minutes_until + interval '5 minutes', date_trunc('minute', now() - " + LATE + ", 'UTC'))";
            h.execute("insert into audit_minute (minute, " + COLUMNS + ", count) "
                    + StatisticsStore.COUNTED.formatted(
                            "(select minutes_until from audit_rollup)", "(select " + until + " from audit_rollup)"));
            h.execute("update audit_rollup set minutes_until = " + until);
        });
    }

    /** Sums the minutes of the next hour, if all of them are counted; says whether they were. */
    public boolean countHour() {
        return counted("counted_until + interval '1 hour' <= minutes_until", h -> {
            h.execute("insert into audit_hour (hour, " + COLUMNS + ", count) "
                    + "select date_trunc('hour', minute, 'UTC'), " + COLUMNS + """
                            , sum(count) from audit_minute, audit_rollup
                            where minute >= counted_until and minute < counted_until + interval '1 hour'
                            group by 1, 2, 3, 4, 5, 6, 7
                            """);
            h.execute("update audit_rollup set counted_until = counted_until + interval '1 hour'");
        });
    }

    /** Counts the sessions that are alive, if nobody has for five minutes; says whether it did. Reads each session. */
    public boolean countSessions() {
        return counted("sessions_at < now() - interval '5 minutes'", h -> {
            h.execute("delete from live_sessions");
            h.execute("""
                    insert into live_sessions (portal_id, sessions)
                    select portal_id, count(*) from customer_session where expires_at > now() and ended_at is null group by 1
                    """);
            h.execute("update audit_rollup set sessions_at = now()");
        });
    }

    /** What counts, in the transaction that has the right to. */
    private interface Counting {
        void in(Handle h);
    }

    private boolean counted(String due, Counting counting) {
        return sql.inTransaction(h -> {
            boolean mine = h.statement("select 1 from audit_rollup where " + due + " for update skip locked")
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
            if (mine) {
                counting.in(h);
            }
            return mine;
        });
    }

    /**
     * Requests that a limit refused.
     *
     * @param portal, client null where they aren't known
     */
    public record Throttled(
            @Nullable Long portal, String dialect, @Nullable Long client, long count) {}

    /** Adds them to this minute's. */
    public void add(List<Throttled> throttled) {
        sql.useHandle(h -> h.statement("""
                        insert into audit_minute as m (minute, portal_id, event, dialect, client_id, method, reason, count)
                        select date_trunc('minute', now(), 'UTC'), t.portal, 'request_throttled', t.dialect, t.client, '', '', t.count
                        from unnest(cast(:portals as bigint[]), cast(:dialects as text[]), cast(:clients as bigint[]), cast(:counts as bigint[]))
                            as t (portal, dialect, client, count)
                        order by 2, 4, 5
                        on conflict (minute, portal_id, event, dialect, client_id, method, reason) do update set count = m.count + excluded.count
                        """)
                .bindArray("portals", "bigint", throttled, one -> one.portal() == null ? 0 : one.portal())
                .bindArray("dialects", "text", throttled, Throttled::dialect)
                .bindArray("clients", "bigint", throttled, one -> one.client() == null ? 0 : one.client())
                .bindArray("counts", "bigint", throttled, Throttled::count)
                .execute());
    }
}
