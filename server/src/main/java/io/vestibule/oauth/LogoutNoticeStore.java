package io.vestibule.oauth;

import io.vestibule.session.SigningAlgorithm;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What applications haven't been told yet. A claim is a lease, as of mail: whoever claims a notice says what became of it before that is
 * over, or another node gets it.
 */
public final class LogoutNoticeStore {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Sql sql;
    private final boolean testMode;

    /** @param testMode whether applications on this machine are told by {@code http} */
    public LogoutNoticeStore(Sql sql, boolean testMode) {
        this.sql = sql;
        this.testMode = testMode;
    }

    /**
     * Claims notices that are due. Without any it reads the end of one index.
     *
     * @param most in all
     * @param each of one application
     * @param busy applications that get none now
     */
    List<LogoutNotice> claim(int most, int each, Collection<Long> busy) {
        return sql.withHandle(h -> h.statement("""
                        with due as (
                            select w.id, a.name, o.backchannel_logout_uri, o.id_token_signed_response_alg, o.sector
                            from oauth_client o
                            join api_client a on a.id = o.id and a.disabled_at is null
                            cross join lateral (
                                select n.id from logout_notice n
                                where n.client_id = o.id and n.due_at <= now()
                                order by n.due_at limit :each
                                for update skip locked
                            ) w
                            where exists (select from logout_notice where due_at <= now())
                              and o.id <> all (:busy)
                              and (o.backchannel_logout_uri like 'https:%' or :testMode and o.backchannel_logout_uri is not null)
                            limit :most
                        )
                        update logout_notice n
                        set due_at = now() + cast(:lease as interval), attempts = n.attempts + 1
                        from due where n.id = due.id
                        returning n.id, n.attempts, n.portal_id, n.client_id, due.name, due.backchannel_logout_uri,
                                  due.id_token_signed_response_alg, due.sector, n.customer_id, n.session_id
                        """)
                .bind("each", each)
                .bindArray("busy", "bigint", busy)
                .bind("testMode", testMode)
                .bind("most", most)
                .bind("lease", LEASE.toString())
                .map(rs -> notice(rs))
                .list());
    }

    private static LogoutNotice notice(ResultSet rs) throws SQLException {
        return new LogoutNotice(
                rs.getLong("id"),
                rs.getInt("attempts"),
                rs.getLong("portal_id"),
                rs.getLong("client_id"),
                rs.getString("name"),
                rs.getString("backchannel_logout_uri"),
                SigningAlgorithm.valueOf(rs.getString("id_token_signed_response_alg")),
                rs.getString("sector"),
                rs.getLong("customer_id"),
                rs.getObject("session_id", UUID.class));
    }

    /** The application knows. */
    void delivered(long id) {
        sql.useHandle(h -> h.statement("delete from logout_notice where id = :id")
                .bind("id", id)
                .execute());
    }

    /** Not now: due again after the delay. */
    void postpone(long id, Duration delay) {
        sql.useHandle(h ->
                h.statement("""
                        update logout_notice set due_at = now() + cast(:delay as interval) where id = :id
                        """).bind("delay", delay.toString()).bind("id", id).execute());
    }

    /** How many notices wait, of all nodes. */
    public long waiting() {
        return sql.withHandle(h -> h.statement("select count(*) as waiting from logout_notice")
                .map(rs -> rs.getLong("waiting"))
                .one());
    }
}
