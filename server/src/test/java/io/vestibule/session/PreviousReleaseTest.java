package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Nodes of the release before go on while others are upgraded (expand and contract): its statements about sessions, as they stood in it,
 * find and leave what this release has. The class goes with the view {@code session}.
 */
class PreviousReleaseTest {
    private final Sql sql = TestDatabases.demo().sql();
    private final SessionStore sessions = new SessionStore(sql);

    private UUID opened(byte[] refreshHash) {
        UUID id = UUID.randomUUID();
        OpenedSession.open(sql, id, refreshHash);
        return id;
    }

    private void openedByIt(UUID id, byte[] refreshHash) {
        sql.useHandle(h -> h.statement("""
                        with admitted as (select id, portal_id from customer where id = :john), opened as (
                            insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                            select :id, portal_id, id, 'password', now() + interval '30 days', :hash, now() + interval '14 days'
                            from admitted
                        )
                        select id from admitted
                        """)
                .bind("john", OpenedSession.JOHN)
                .bind("id", id)
                .bind("hash", refreshHash)
                .map(rs -> true)
                .one());
    }

    /** The outcome of a refresh by it. */
    private static String rotatedByIt(Handle h, UUID session, byte[] token, byte[] successor) {
        return h.statement("""
                        with asked as (
                            select * from unnest(:sessions, :tokens, :successors)
                                with ordinality as a (session, token, successor, place)
                        ), held as (
                            select a.*, s.id, s.customer_id, s.refresh_hash, s.former_hash, s.rotated_at,
                                   s.ended_at is null and s.expires_at > now() and s.refresh_until > now() as alive
                            from asked a join session s on s.id = a.session
                            for no key update of s skip locked
                        ), judged as (
                            select place, id, customer_id, token, successor,
                                   case when not alive then 'over' when refresh_hash = token then 'rotated' else 'reused' end as outcome
                            from held
                        ), rotated as (
                            update session s
                            set former_hash = j.token, refresh_hash = j.successor, rotated_at = now(),
                                refresh_until = least(now() + interval '14 days', s.expires_at)
                            from judged j where j.id = s.id and j.outcome = 'rotated'
                        ), ended as (
                            update session s set ended_at = now() from judged j where j.id = s.id and j.outcome = 'reused'
                        )
                        select outcome from judged
                        """)
                .bindArray("sessions", "uuid", List.of(session))
                .bindArray("tokens", "bytea", List.of(token))
                .bindArray("successors", "bytea", List.of(successor))
                .map(rs -> rs.getString("outcome"))
                .one();
    }

    private byte[] refreshHash(UUID session) {
        return sql.withHandle(h -> h.statement("select refresh_hash from token_grant where session_id = :id")
                .bind("id", session)
                .map(rs -> rs.getBytes(1))
                .one());
    }

    private boolean alive(UUID session) {
        return sessions.open(OpenedSession.JOHN).stream()
                .anyMatch(open -> open.id().equals(session));
    }

    private static byte[] hash(int fill) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) fill);
        return hash;
    }

    @Test
    void it_refreshes_a_session_of_this_release() {
        UUID session = opened(hash(1));

        String outcome = sql.withHandle(h -> rotatedByIt(h, session, hash(1), hash(2)));

        assertThat(outcome).isEqualTo("rotated");
        assertThat(refreshHash(session)).isEqualTo(hash(2));
        assertThat(alive(session)).isTrue();
    }

    @Test
    void a_session_that_it_opened_is_one_of_this_release() {
        UUID session = UUID.randomUUID();

        openedByIt(session, hash(3));

        assertThat(alive(session)).isTrue();
        assertThat(refreshHash(session)).isEqualTo(hash(3));
    }

    @Test
    void a_token_used_again_ends_the_session_for_both() {
        UUID session = opened(hash(4));

        String outcome = sql.withHandle(h -> rotatedByIt(h, session, hash(9), hash(5)));

        assertThat(outcome).isEqualTo("reused");
        assertThat(alive(session)).isFalse();
        assertThat(grants(session)).isZero();
    }

    @Test
    void what_it_ends_and_removes_is_gone() {
        UUID ended = opened(hash(6));
        UUID removed = opened(hash(7));
        sql.useTransaction(h -> {
            h.execute("lock table link, mail_code, challenge, session, signing_key in share row exclusive mode");
            h.execute("update session set ended_at = now() where id = ? and ended_at is null", ended);
            h.execute("update customer_session set expires_at = now() - interval '1 second' where id = ?", removed);
            h.execute("delete from session where id in"
                    + " (select id from session where expires_at < now() limit 5000 for update skip locked)");
        });

        assertThat(alive(ended)).isFalse();
        assertThat(grants(ended) + grants(removed)).isZero();
    }

    @Test
    void it_sees_that_this_release_ended_a_session() {
        UUID session = opened(hash(8));
        sessions.revoke(session, 1, AuditContext.COMMAND);

        assertThat(sql.<String>withHandle(h -> rotatedByIt(h, session, hash(8), hash(9))))
                .isEqualTo("over");
    }

    private long grants(UUID session) {
        return sql.withHandle(h -> h.statement("select count(*) from token_grant where session_id = :id")
                .bind("id", session)
                .mapTo(Long.class)
                .one());
    }
}
