package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EndedSessions;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.mail.MailPurpose;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The proof by a sign-in link, which is redeemed by the statement that grants. */
public final class LinkSignInStore {
    private final Sql sql;

    public LinkSignInStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * What came of a link that was redeemed.
     *
     * @param needs   what the grant takes beside the link
     * @param dropped whether something that was set in public was dropped, and a mail says so
     */
    record Redeemed(Admission.Needs needs, boolean dropped) {}

    /**
     * Redeems a sign-in link for a grant; empty, and nothing consumed, if anything about the link is wrong. It proves the mailbox: the
     * first such proof drops what was set in public before it, the password, its sessions, the second factor and passkeys (contract: proof of
     * the mailbox), and mails so.
     */
    Optional<Redeemed> redeem(long portalId, long customerId, String token, Grant grant, AuditContext context) {
        String statement = REDEEMED.formatted(Admission.to(grant));
        Consumer<Statement> link = LinkStore.values(LinkPurpose.SIGN_IN, portalId, customerId, token);
        Consumer<Statement> values = link.andThen(grant.values())
                .andThen(s -> s.bind("amr", SignInMethod.LINK.amr()).bind("context", context.json()));
        return sql.withHandle(h -> {
            Optional<Row> row = redeem(h, statement, values);
            return row.isPresent() && row.get().squatted()
                    ? h.inTransaction(t -> redeemSquatted(t, customerId, link, statement, values, context))
                    : row.map(redeemed -> new Redeemed(redeemed.admitted(), false));
        });
    }

    /**
     * The link, as it was found.
     *
     * @param needs null where something was set in public: nothing was done
     */
    private record Row(boolean squatted, @Nullable String needs) {
        Admission.Needs admitted() {
            return Admission.Needs.valueOf(Objects.requireNonNull(needs));
        }
    }

    private static Optional<Row> redeem(Handle h, String statement, Consumer<Statement> values) {
        return h.statement(statement)
                .with(values)
                .map(rs -> new Row(rs.getBoolean("squatted"), rs.getString("needs")))
                .findOne();
    }

    private static final String REDEEMED =
            "with " + LinkStore.HELD + """
            , proven as (
                select id, portal_id, 'link' as method, array[cast(:amr as text)] as amr, false as temporary, second_factor,
                       cast('{"by": "link"}' as jsonb) as detail, hash
                from held where not squatted
            ), redeemed as (
                delete from link l using proven where l.hash = proven.hash
            ), verified as (
                update customer c set email_verified_at = now() from proven where c.id = proven.id and c.email_verified_at is null
            ), %s
            select squatted, needs, case when needs is not null then
            """ + Admission.audited("'authn_login_success'") + """
            end
            from held left join admitted on true
            """;

    /**
     * The same where something was set in public. Statements of their own, begun with the customer locked: they see what a squatter
     * did until that moment, and nobody can add to it, as the password is gone.
     */
    private static Optional<Redeemed> redeemSquatted(
            Handle h,
            long customerId,
            Consumer<Statement> link,
            String statement,
            Consumer<Statement> values,
            AuditContext context) {
        boolean fits = h.statement("with " + LinkStore.HELD + " select id from held")
                .with(link)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
        if (!fits) {
            return Optional.empty();
        }
        boolean mailed = dropPublicPassword(h, customerId);
        EnrolmentStore.dropPublic(h, customerId, !mailed, context);
        PasskeyStore.dropPublic(h, customerId, !mailed, context);
        return redeem(h, statement, values).map(row -> new Redeemed(row.admitted(), true));
    }

    /** Drops such a password, with the sessions and the sign-ins that wait for their second step, and mails so; false if there is none. */
    private static boolean dropPublicPassword(Handle h, long customerId) {
        return h.statement("""
                        with dropped as (
                            update customer set password = null, password_origin = null, password_until = null
                            where id = :customer and email_verified_at is null and password_origin = 'public'
                            returning id, portal_id
                        ), asked as (
                            delete from passkey_ceremony y using dropped where y.customer_id = dropped.id
                        ), begun as (
                            delete from challenge using dropped where challenge.customer_id = dropped.id
                        ),
                        """ + EndedSessions.where("s.customer_id in (select id from dropped)") + """
                        insert into outbox (portal_id, customer_id, purpose) select portal_id, id, :notice from dropped
                        """)
                        .bind("customer", customerId)
                        .bind("notice", MailPurpose.PASSWORD_DROPPED.label())
                        .execute()
                > 0;
    }
}
