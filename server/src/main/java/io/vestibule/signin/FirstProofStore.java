package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EndedSessions;
import io.vestibule.link.LinkStore;
import io.vestibule.mail.MailPurpose;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Handle;

/**
 * The first proof of a mailbox by a sign-in or reset link, where nobody vouched for the address: the customer registered with it in public,
 * or moved to it alone (docs/decisions/0065). What was set up or opened before it is not of the mailbox's owner, and goes.
 */
final class FirstProofStore {
    private FirstProofStore() {}

    /** Which link proves it. */
    enum By {
        SIGN_IN,
        /** A new password follows in the same transaction, and a mail tells of it. */
        RESET
    }

    /**
     * Takes it all, in the transaction of the handle, which has locked the customer as {@link LinkStore#held} does. A statement of its own,
     * begun with that lock: it sees what was set up until then, and whoever adds to it waits and finds what they go by void. A password that
     * an operator set since stays, and nothing else; an upstream isn't asked for another.
     *
     * @param link the token that proves it: the one link that stays, to be redeemed
     */
    static void take(Handle h, long customerId, String link, By by, AuditContext context) {
        h.statement(TAKEN)
                .bind("customer", customerId)
                .bind("link", Tokens.hash(link))
                .bind("reset", by == By.RESET)
                .bind("password_dropped", MailPurpose.PASSWORD_DROPPED.label())
                .bind("second_factor_off", MailPurpose.SECOND_FACTOR_OFF.label())
                .bind("passkey_removed", MailPurpose.PASSKEY_REMOVED.label())
                .bind("context", context.json())
                .map(rs -> true)
                .list();
    }

    /** One mail is enough: that of the password tells of the rest, too. */
    private static final String TAKEN =
            """
            with former as (
                select id, portal_id, second_factor_at is not null as second_factor, not :reset and password_origin = 'public' as chosen
                from customer where id = :customer
            ), changed as (
                update customer
                set email_claimed = false, second_factor_at = null, awaits_upstream = false, upstream_id = null, updated_at = now(),
                    password = case when password_origin = 'operator' then password end,
                    password_until = case when password_origin = 'operator' then password_until end,
                    password_origin = case when password_origin = 'operator' then password_origin end
                where id = :customer
            ),
            """ + EndedSessions.pending("hash <> :link") + """
            , app as (
                delete from totp where customer_id = :customer
            ), offer as (
                delete from totp_offer where customer_id = :customer
            ), codes as (
                delete from recovery_code where customer_id = :customer
            ), keys as (
                delete from passkey where customer_id = :customer returning id
            ), agreed as (
                delete from consent where customer_id = :customer returning client_id
            ),
            """ + EndedSessions.where("s.customer_id = :customer") + """
            , told as (
                insert into outbox (portal_id, customer_id, purpose)
                select portal_id, id, :password_dropped from former where chosen
                union all
                select portal_id, id, :second_factor_off from former where second_factor and chosen is not true
                union all
                select portal_id, id, :passkey_removed from former where exists (select from keys) and chosen is not true
            ), events as (
                select 'authn_factor_removed' as event, cast('{}' as jsonb) as origin, cast('{}' as jsonb) as detail from former where second_factor
                union all
                select 'authn_passkey_removed', cast('{}' as jsonb), jsonb_build_object('passkey', id) from keys
                union all
                select 'consent_withdrawn', jsonb_build_object('client', client_id), cast('{}' as jsonb) from agreed
            )
            select audit(event, cast(:context as jsonb) || origin, :customer, detail) from events
            """;
}
