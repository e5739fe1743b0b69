package io.vestibule.customer;

/** The end of sessions, and of what applications were granted, as a part of the statement that brings it about. */
public final class EndedSessions {
    private EndedSessions() {}

    /**
     * Common table expressions: {@code ended}, the sessions (id, customer_id) that fit and were alive, and the end of what clients were
     * granted in them. Applications that were granted something in them are told, and so are those whose grant outlives the browser's
     * session that it was granted in. The sessions' rows are locked first.
     *
     * @param condition on a session {@code s}
     */
    public static String where(String condition) {
        // What is returned is evaluated for each row, whatever is made of it
        return """
                ended as (
                    update customer_session s set ended_at = now() where s.ended_at is null and %s
                    returning s.id, s.customer_id, withdraw_grants(s.id) as grants
                ), affected as (
                    select g.client_id, g.portal_id, g.customer_id, g.browser_session
                    from ended cross join unnest(ended.grants) g
                ),
                """.formatted(condition) + notices("affected");
    }

    /**
     * Common table expressions: what waits of {@code :customer} is void: links, mailed codes, ceremonies of passkeys, and sign-ins that wait for
     * their second step.
     *
     * @param links which links, as a condition
     */
    public static String pending(String links) {
        return """
                voided as (
                    delete from link where customer_id = :customer and %s
                ), uncoded as (
                    delete from mail_code where customer_id = :customer
                ), asked as (
                    delete from passkey_ceremony where customer_id = :customer
                ), begun as (
                    delete from challenge where customer_id = :customer
                )
                """.formatted(links);
    }

    /** The end of sessions that no application but one was granted anything in, which ends them itself and needn't be told. */
    public static String withoutNotices(String condition) {
        return """
                ended as (
                    update customer_session s set ended_at = now() where s.ended_at is null and %s
                    returning s.id, s.customer_id
                ), withdrawn as (
                    delete from token_grant g using ended where g.session_id = ended.id
                    returning g.client_id, g.portal_id, g.customer_id, g.browser_session
                )
                """.formatted(condition);
    }

    /**
     * A common table expression by which applications are told that they have no grant any more (OpenID Connect Back-Channel Logout 1.0), one
     * notice a client and session.
     *
     * @param grants a table expression (client_id, portal_id, customer_id, browser_session), with rows for clients that aren't told, too
     */
    public static String notices(String grants) {
        return """
                noticed as (
                    insert into logout_notice (client_id, portal_id, customer_id, session_id)
                    select distinct gone.client_id, gone.portal_id, gone.customer_id, gone.browser_session
                    from %s gone join oauth_client o on o.id = gone.client_id
                    where o.backchannel_logout_uri is not null
                )
                """.formatted(grants);
    }
}
