package io.vestibule.audit;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many events of which kind there were, by the minute or longer. Minutes and hours that are over are counted once, by housekeeping
 * ({@link StatisticsRollupStore}), into tables; the rest is counted as it is asked for. So the answer takes as long whatever is in the audit.
 *
 * <p>Beside events these are counted: {@code link_used}, mailed links and login tokens that were redeemed; {@code mail_sent};
 * {@code request_throttled}, requests that a limit refused.
 */
public final class StatisticsStore {
    /**
     * What is counted since {@code %1$s} and before {@code %2$s}, by the minute. The method of a sign-in, and why it was refused: never what
     * an operator wrote.
     */
    static final String COUNTED = """
            select date_trunc('minute', at, 'UTC') as minute, coalesce(portal_id, 0) as portal_id, named.event,
                   coalesce(dialect, '') as dialect, coalesce(client_id, 0) as client_id,
                   case when e.event like 'authn%%'
                        then coalesce(detail ->> 'by', detail ->> 'factor', case when e.event like 'authn_login%%' then 'password' else '' end)
                        else '' end as method,
                   case when e.event = 'authn_login_fail' then coalesce(detail ->> 'reason', '') else '' end as reason,
                   count(*) as count
            from audit_event e
            cross join lateral (values
                (e.event),
                (case when e.event in ('authn_login_success', 'authn_login_incomplete') and detail ->> 'by' in ('link', 'token')
                           and detail ->> 'factor' is null
                        or e.event = 'authn_password_change' and detail ->> 'by' = 'link'
                        or e.event = 'user_email_changed' and actor = 'customer'
                        or e.event = 'user_email_verified'
                      then 'link_used' end)) as named (event)
            where at >= %1$s and at < %2$s and named.event is not null
            group by 1, 2, 3, 4, 5, 6, 7
            union all
            select date_trunc('minute', sent_at, 'UTC'), portal_id, 'mail_sent', '', 0, '', '', count(*)
            from outbox where sent_at >= %1$s and sent_at < %2$s
            group by 1, 2
            """;

    /** From all that is counted and not counted yet. Asks for {@code since}, {@code until}, and whether {@code hours} are enough. */
    private static final String COUNTS = """
            with bounds as (
                select counted_until, greatest(counted_until, minutes_until) as minutes_until from audit_rollup
            ), counted as (
                select hour as at, portal_id, event, dialect, client_id, method, reason, count from audit_hour
                where :hours and hour >= date_trunc('hour', cast(:since as timestamptz), 'UTC') and hour < :until
                union all
                select minute, portal_id, event, dialect, client_id, method, reason, count from audit_minute
                where minute >= cast(:since as timestamptz) and minute < :until
                  and (not :hours or minute >= (select counted_until from bounds))
                union all
            """
            + COUNTED.formatted("greatest(cast(:since as timestamptz), (select minutes_until from bounds))", ":until")
            + """
            ), asked as (
                select * from counted
                where (:any or portal_id = any (cast(:portals as bigint[])))
                  and (cast(:dialect as text) is null or dialect = :dialect)
                  and (cast(:client as bigint) is null or client_id = :client)
                  and (cast(:method as text) is null or method = :method)
            )
            """;

    private final Sql sql;

    public StatisticsStore(Sql sql) {
        this.sql = sql;
    }

    /** What counts can be told apart by, beside the time and the event. */
    public enum By {
        PORTAL("nullif(portal_id, 0)", "bigint"),
        DIALECT("nullif(dialect, '')", "text"),
        CLIENT("nullif(client_id, 0)", "bigint"),
        METHOD("nullif(method, '')", "text"),
        REASON("nullif(reason, '')", "text");

        private final String expression;
        private final String type;

        By(String expression, String type) {
            this.expression = expression;
            this.type = type;
        }

        /** As it is typed and written. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String column(Set<By> asked) {
            return (asked.contains(this) ? expression : "cast(null as " + type + ")") + " as by_" + name();
        }
    }

    /**
     * Which events are counted.
     *
     * @param portals those of these portals; null: any, and what is of none
     * @param dialect, client, method null: any, and what has none
     */
    public record Selection(
            @Nullable List<Long> portals,
            @Nullable String dialect,
            @Nullable Long client,
            @Nullable String method) {
        /** All of these portals. */
        public static Selection of(@Nullable List<Long> portals) {
            return new Selection(portals, null, null, null);
        }
    }

    /**
     * A count; what it isn't told apart by is null, as what an event doesn't have.
     *
     * @param hour its beginning
     */
    public record Count(
            Instant hour,
            String event,
            @Nullable Long portal,
            @Nullable String dialect,
            @Nullable Long client,
            @Nullable String method,
            @Nullable String reason,
            long count) {}

    /**
     * The counts of whole hours, by hour and event.
     *
     * @param since the first hour
     * @param until behind the last hour
     */
    public List<Count> counts(@Nullable List<Long> portals, Instant since, Instant until, Set<By> by) {
        String columns = String.join(
                ", ", List.of(By.values()).stream().map(one -> one.column(by)).toList());
        Instant hour =
                since.minusSeconds(Math.floorMod(since.getEpochSecond(), 3600L)).minusNanos(since.getNano());
        return sql.withHandle(h -> h.statement(COUNTS + """
                        select date_trunc('hour', at, 'UTC') as hour, event, %s, sum(count) as total
                        from asked group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
                        """.formatted(columns))
                .with(values(Selection.of(portals), hour, until, true))
                .map(rs -> new Count(
                        Instants.of(rs, "hour"),
                        rs.getString("event"),
                        rs.getObject("by_portal", Long.class),
                        rs.getString("by_dialect"),
                        rs.getObject("by_client", Long.class),
                        rs.getString("by_method"),
                        rs.getString("by_reason"),
                        rs.getLong("total")))
                .list());
    }

    /**
     * A time that is cut into steps of one length.
     *
     * @param step whole minutes; from an hour on, whole hours
     */
    public record Steps(Instant since, Duration step, int count) {
        /** Behind the last step. */
        public Instant until() {
            return since.plus(step.multipliedBy(count));
        }

        /** The beginning of a step, by its number from 0. */
        public Instant beginning(int number) {
            return since.plus(step.multipliedBy(number));
        }

        /** The same steps, this much earlier. */
        public Steps earlier(Duration time) {
            return new Steps(since.minus(time), step, count);
        }
    }

    /** How often an event happened in a step, by its number from 0. */
    public record InStep(int step, String event, long count) {}

    /** The counts of each step and event. */
    public List<InStep> inSteps(Selection selection, Steps steps) {
        return sql.withHandle(h -> inSteps(h, selection, steps));
    }

    private static List<InStep> inSteps(Handle h, Selection selection, Steps steps) {
        return h.statement(COUNTS + """
                        select cast(extract(epoch from at - cast(:since as timestamptz)) as bigint) / :step as step, event, sum(count) as total
                        from asked group by 1, 2
                        """)
                .with(values(selection, steps))
                .bind("step", steps.step().toSeconds())
                .map(rs -> new InStep(rs.getInt("step"), rs.getString("event"), rs.getLong("total")))
                .list();
    }

    /**
     * How often an event happened, told apart by one thing.
     *
     * @param value an id or a word; null: none
     */
    public record Share(By by, String event, @Nullable String value, long count) {}

    /** The counts of all steps together by each thing that they can be told apart by. */
    public List<Share> shares(Selection selection, Steps steps) {
        return sql.withHandle(h -> h.statement(COUNTS + """
                        select event,
                               case when grouping(portal_id) = 0 then 'PORTAL' when grouping(dialect) = 0 then 'DIALECT'
                                    when grouping(client_id) = 0 then 'CLIENT' when grouping(method) = 0 then 'METHOD' else 'REASON' end as by,
                               nullif(nullif(coalesce(cast(portal_id as text), dialect, cast(client_id as text), method, reason), '0'), '')
                                   as value,
                               sum(count) as total
                        from asked
                        group by grouping sets ((event, portal_id), (event, dialect), (event, client_id), (event, method), (event, reason))
                        """)
                .with(values(selection, steps))
                .map(rs -> new Share(
                        By.valueOf(rs.getString("by")),
                        rs.getString("event"),
                        rs.getString("value"),
                        rs.getLong("total")))
                .list());
    }

    private static Consumer<Statement> values(Selection selection, Steps steps) {
        boolean hours = steps.step().compareTo(Duration.ofHours(1)) >= 0;
        return values(selection, steps.since(), steps.until(), hours);
    }

    private static Consumer<Statement> values(Selection selection, Instant since, Instant until, boolean hours) {
        List<Long> portals = selection.portals();
        return statement -> statement
                .bind("since", since)
                .bind("until", until)
                .bind("hours", hours)
                .bind("any", portals == null)
                .bindArray("portals", "bigint", portals == null ? List.of() : portals)
                .bind("dialect", selection.dialect())
                .bind("client", selection.client())
                .bind("method", selection.method());
    }

    /** How many sessions of customers were alive when they were counted last. */
    public record LiveSessions(long sessions, @Nullable Instant countedAt) {}

    /** Those of some portals; null: of all. */
    public LiveSessions liveSessions(@Nullable List<Long> portals) {
        return sql.withHandle(h -> h.statement("""
                        select coalesce(sum(sessions), 0) as sessions, (select nullif(sessions_at, '-infinity') from audit_rollup) as counted_at
                        from live_sessions where :any or portal_id = any (cast(:portals as bigint[]))
                        """)
                .bind("any", portals == null)
                .bindArray("portals", "bigint", portals == null ? List.of() : portals)
                .map(rs -> {
                    Instant at = Instants.orNull(rs, "counted_at");
                    return new LiveSessions(rs.getLong("sessions"), at);
                })
                .one());
    }
}
