package io.vestibule.upstream;

import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many moved in from a portal's upstream, and how many haven't yet: each of them is counted. */
public final class UpstreamProgressStore {
    private final Sql searchSql;

    public UpstreamProgressStore(Sql searchSql) {
        this.searchSql = searchSql;
    }

    /**
     * How far a portal's move is.
     *
     * @param movedIn   customers whose password the upstream said was right
     * @param lastDay   those of the last 24 hours
     * @param aDay      those of a day, over the last seven, or as many as there were since the first
     * @param awaited   customers who are known here, and whose password only the upstream knows
     * @param fault     what was last wrong with an answer, or null
     */
    public record Progress(
            UpstreamStore.Setting upstream,
            long movedIn,
            long lastDay,
            double aDay,
            long awaited,
            @Nullable String fault,
            @Nullable Instant faultAt) {}

    /** How far a portal's move is; empty if it has no upstream. */
    public Optional<Progress> progress(long portalId) {
        return searchSql.withHandle(h -> h.statement("""
                        select u.kind, u.url, u.set_at, u.fault, u.fault_at, m.moved, m.last_day,
                               m.last_week / greatest(1, least(7, extract(epoch from now() - m.first) / 86400)) as a_day,
                               (select count(*) from customer c where c.portal_id = u.portal_id and c.awaits_upstream) as awaited
                        from portal_upstream u cross join lateral (
                            select count(*) as moved, min(moved_at) as first,
                                   count(*) filter (where moved_at > now() - interval '1 day') as last_day,
                                   count(*) filter (where moved_at > now() - interval '7 days') as last_week
                            from moved_in where portal_id = u.portal_id) m
                        where u.portal_id = :portal
                        """)
                .bind("portal", portalId)
                .map(rs -> new Progress(
                        UpstreamStore.setting(rs),
                        rs.getLong("moved"),
                        rs.getLong("last_day"),
                        rs.getDouble("a_day"),
                        rs.getLong("awaited"),
                        rs.getString("fault"),
                        Instants.orNull(rs, "fault_at")))
                .findOne());
    }
}
