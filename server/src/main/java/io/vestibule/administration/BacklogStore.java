package io.vestibule.administration;

import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for longer than it should, of all nodes. */
final class BacklogStore {
    private final Sql sql;

    BacklogStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * What waits.
     *
     * @param mailWaits    how long the mail waits that is due and has waited longest; null: none is due
     * @param setAside     mails that were given up
     * @param noticesWait  how long an application hasn't been told of a session's end; null: none waits
     * @param faultyUpstreams the portals whose upstream didn't answer as it should within ten minutes
     */
    record Backlog(
            @Nullable Duration mailWaits,
            long setAside,
            @Nullable Duration noticesWait,
            List<Long> faultyUpstreams) {}

    Backlog backlog() {
        return sql.withHandle(h -> h.statement("""
                        select (select extract(epoch from now() - min(created_at)) from outbox
                                where sent_at is null and set_aside_at is null) as mail,
                               (select count(*) from outbox where sent_at is null and set_aside_at is not null) as set_aside,
                               (select extract(epoch from now() - min(created_at)) from logout_notice) as notices,
                               array(select portal_id from portal_upstream where fault_at > now() - interval '10 minutes'
                                     order by portal_id) as upstreams
                        """)
                .map(rs -> new Backlog(
                        seconds(rs, "mail"), rs.getLong("set_aside"), seconds(rs, "notices"), List.of((Long[])
                                rs.getArray("upstreams").getArray())))
                .one());
    }

    private static @Nullable Duration seconds(ResultSet rs, String column) throws SQLException {
        double seconds = rs.getDouble(column);
        return rs.wasNull() ? null : Duration.ofSeconds((long) seconds);
    }
}
