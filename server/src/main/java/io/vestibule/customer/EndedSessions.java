package io.vestibule.customer;

/** The end of sessions, as a part of the statement that brings it about. */
public final class EndedSessions {
    private EndedSessions() {}

    /**
     * Two common table expressions: {@code ended}, the sessions (id, customer_id) that fit and were alive, and the end of what clients were
     * granted in them. The sessions' rows are locked first.
     *
     * @param condition on a session {@code s}
     */
    public static String where(String condition) {
        return """
                ended as (
                    update customer_session s set ended_at = now() where s.ended_at is null and %s
                    returning s.id, s.customer_id
                ), withdrawn as (
                    delete from token_grant g using ended where g.session_id = ended.id
                )
                """.formatted(condition);
    }
}
