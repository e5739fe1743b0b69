package io.vestibule.audit;

import io.vestibule.sql.Sql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many events of which kind there were, by the hour. Hours that are over are counted once, by housekeeping, into a table; the rest is
 * counted as it is asked for. So the answer takes as long whatever is in the audit.
 */
public final class StatisticsStore {
    /** How long after its end an hour is counted: by then what began in it is committed. */
    private static final String LATE = "interval '5 minutes'";

    /** What counts are kept by. The method of a sign-in, and why it was refused: never what an operator wrote. */
    private static final String COUNTED = """
            select date_trunc('hour', at, 'UTC') as hour, coalesce(portal_id, 0) as portal_id, event, coalesce(dialect, '') as dialect,
                   coalesce(client_id, 0) as client_id,
                   case when event like 'authn%%' then coalesce(detail ->> 'by', detail ->> 'factor', '') else '' end as method,
                   case when event = 'authn_login_fail' then coalesce(detail ->> 'reason', '') else '' end as reason,
                   count(*) as count
            from audit_event where %s
            group by 1, 2, 3, 4, 5, 6, 7
            """;

    private final Sql sql;

    public StatisticsStore(Sql sql) {
        this.sql = sql;
    }

    /** What counts can be told apart by, beside the hour and the event. */
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

        private String column(Set<By> asked) {
            return (asked.contains(this) ? expression : "cast(null as " + type + ")") + " as by_" + name();
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
     * @param portals those of these portals; null: any, and what is of none
     * @param since   the first hour
     * @param until   behind the last hour
     */
    public List<Count> counts(@Nullable List<Long> portals, Instant since, Instant until, Set<By> by) {
        String statement = """
                with counted as (
                    select hour, portal_id, event, dialect, client_id, method, reason, count from audit_hour
                    where hour >= date_trunc('hour', cast(:since as timestamptz), 'UTC') and hour < :until
                    union all
                    %1$s
                )
                select hour, event, %2$s, sum(count) as total
                from counted where :any or portal_id = any (cast(:portals as bigint[]))
                group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
                """.formatted(
                COUNTED.formatted("""
                                at >= greatest(date_trunc('hour', cast(:since as timestamptz), 'UTC'), (select counted_until from audit_rollup))
                                and at < :until
                                """),
                String.join(
                        ", ",
                        List.of(By.values()).stream().map(one -> one.column(by)).toList()));
        return sql.withHandle(h -> h.statement(statement)
                .bind("since", since)
                .bind("until", until)
                .bind("any", portals == null)
                .bindArray("portals", "bigint", portals == null ? List.of() : portals)
                .map(rs -> new Count(
                        rs.getObject("hour", OffsetDateTime.class).toInstant(),
                        rs.getString("event"),
                        rs.getObject("by_portal", Long.class),
                        rs.getString("by_dialect"),
                        rs.getObject("by_client", Long.class),
                        rs.getString("by_method"),
                        rs.getString("by_reason"),
                        rs.getLong("total")))
                .list());
    }

    /** Counts the next hour that is over, if there is one, whichever node comes first; says whether there was. */
    public boolean countHour() {
        return sql.inTransaction(h -> {
            boolean due = h.statement("""
                            select 1 from audit_rollup where counted_until + interval '1 hour' < now() -
                            """ + LATE + " for update skip locked")
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
            if (due) {
                h.execute("insert into audit_hour (hour, portal_id, event, dialect, client_id, method, reason, count) "
                        + COUNTED.formatted("at >= (select counted_until from audit_rollup)"
                                + " and at < (select counted_until + interval '1 hour' from audit_rollup)"));
                h.execute("update audit_rollup set counted_until = counted_until + interval '1 hour'");
            }
            return due;
        });
    }
}
