package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EndedSessions;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The sessions that browsers have by a cookie. */
public final class BrowserSessionStore {
    /**
     * A browser's session that is alive at this moment, for statements of others: {@code b}, its session {@code s} and its customer {@code c}. Its
     * values are {@code cookie}, as {@link Tokens#hash} keeps it, and {@code portal}.
     */
    public static final String LIVE = alive("browser_session", "customer");

    /** The same of a session in which an operator acts for the customer. */
    public static final String LIVE_ACTING = alive("act_as_session", "customer");

    /** What {@link #found} reads, of {@link #alive} with {@code customer_whole}. */
    static final String FOUND =
            "s.id as session, s.amr, s.auth_time > now() - interval '5 minutes' as recent, " + CustomerStore.COLUMNS;

    private final Sql sql;

    public BrowserSessionStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A session that is alive, by its cookie.
     *
     * @param sessions  the table with the cookies' hashes
     * @param customers the table or view with the customers
     */
    static String alive(String sessions, String customers) {
        return """
                from %s b
                join customer_session s on s.id = b.session_id
                join %s c on c.id = s.customer_id
                where b.hash = :cookie and s.portal_id = :portal and s.ended_at is null and s.expires_at > now()
                  and c.disabled_at is null
                """.formatted(sessions, customers);
    }

    /** Who has the cookie, if their session is alive at this moment and they aren't disabled. */
    Optional<BrowserSessions.Found> find(long portalId, String cookie) {
        return sql.withHandle(h -> h.statement("select " + FOUND + alive("browser_session", "customer_whole"))
                .bind("cookie", Tokens.hash(cookie))
                .bind("portal", portalId)
                .map(BrowserSessionStore::found)
                .findOne());
    }

    static BrowserSessions.Found found(ResultSet rs) throws SQLException {
        return new BrowserSessions.Found(
                CustomerStore.customer(rs),
                rs.getObject("session", UUID.class),
                List.of((String[]) rs.getArray("amr").getArray()),
                rs.getBoolean("recent"));
    }

    /** Ends the session that the cookie is of; false if it is over already. */
    boolean end(long portalId, String cookie, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with gone as (
                            delete from browser_session where hash = :hash returning session_id
                        ),
                        """ + EndedSessions.where("""
                        s.id in (select session_id from gone) and s.portal_id = :portal and s.expires_at > now()
                        """)
                        + "select audit('authn_logout', cast(:context as jsonb), customer_id) from ended")
                .bind("hash", Tokens.hash(cookie))
                .bind("portal", portalId)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /**
     * Common table expressions that give the browser of whoever {@code from} gives (id, portal_id, amr) a session, as part of the statement
     * that admits them. The cookie that the browser had is void. If it was of a session of the same customer's, it goes on
     * under the new cookie, and so does what applications were granted in it. Else a session is opened.
     *
     * @param from a table, and a condition
     */
    public static String opened(String from) {
        return """
                former as (
                    delete from browser_session where hash = cast(:browser.former as bytea) and exists (select 1 from %1$s)
                    returning session_id
                ), continued as (
                    update customer_session s
                    set amr = a.amr, auth_time = now(), expires_at = now() + cast(:session.lifetime as interval)
                    from former, (select * from %1$s) a
                    where s.id = former.session_id and s.customer_id = a.id and s.ended_at is null and s.expires_at > now()
                    returning s.id, s.expires_at
                ), prolonged as (
                    update token_grant g
                    set expires_at = s.expires_at,
                        refresh_until = case when g.refresh_until is not null then
                            greatest(g.refresh_until,
                                     least(s.expires_at, coalesce(g.rotated_at, g.auth_time) + cast(:session.idleTime as interval)))
                        end
                    from continued s where g.session_id = s.id
                ), %2$s, cookie as (
                    insert into browser_session (hash, session_id)
                    select cast(:browser.hash as bytea), id from (select id from continued union all select id from opened) session
                )
                """.formatted(from, SessionStore.opened(from + " and not exists (select 1 from continued)"));
    }

    /** The values that {@link #opened} names. */
    public static Consumer<Statement> values(NewBrowserSession session) {
        return SessionStore.values(session.session())
                .andThen(statement ->
                        statement.bind("browser.hash", session.hash()).bind("browser.former", session.formerHash()));
    }
}
