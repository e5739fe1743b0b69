package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
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
     * @param first whether it was the first proof of an address that nobody vouched for: a mail may say what went
     */
    record Redeemed(Admission.Needs needs, boolean first) {}

    /**
     * Redeems a sign-in link for a grant; empty, and nothing consumed, if anything about the link is wrong. It proves the mailbox: see
     * {@link FirstProofStore} (contract: proof of the mailbox).
     */
    Optional<Redeemed> redeem(long portalId, long customerId, String token, Grant grant, AuditContext context) {
        String statement = REDEEMED.formatted(Admission.to(grant));
        Consumer<Statement> link = LinkStore.values(LinkPurpose.SIGN_IN, portalId, customerId, token);
        Consumer<Statement> values = link.andThen(grant.values())
                .andThen(s -> s.bind("amr", SignInMethod.LINK.amr()).bind("context", context.json()));
        return sql.withHandle(h -> {
            Optional<Row> row = redeem(h, statement, values);
            return row.isPresent() && row.get().claimed()
                    ? h.inTransaction(t -> redeemFirst(t, customerId, token, link, statement, values, context))
                    : row.map(redeemed -> new Redeemed(redeemed.admitted(), false));
        });
    }

    /**
     * The link, as it was found.
     *
     * @param needs null where nobody vouched for the address: nothing was done
     */
    private record Row(boolean claimed, @Nullable String needs) {
        Admission.Needs admitted() {
            return Admission.Needs.valueOf(Objects.requireNonNull(needs));
        }
    }

    private static Optional<Row> redeem(Handle h, String statement, Consumer<Statement> values) {
        return h.statement(statement)
                .with(values)
                .map(rs -> new Row(rs.getBoolean("claimed"), rs.getString("needs")))
                .findOne();
    }

    private static final String REDEEMED =
            "with " + LinkStore.HELD + """
            , proven as (
                select id, portal_id, 'link' as method, array[cast(:amr as text)] as amr, false as temporary, second_factor,
                       cast('{"by": "link"}' as jsonb) as detail, hash
                from held where not claimed
            ), redeemed as (
                delete from link l using proven where l.hash = proven.hash
            ), verified as (
                update customer c set email_verified_at = now() from proven where c.id = proven.id and c.email_verified_at is null
            ), %s
            select claimed, needs, case when needs is not null then
            """ + Admission.audited("'authn_login_success'") + """
            end
            from held left join admitted on true
            """;

    /**
     * The same where nobody vouched for the address. Statements of their own, begun with the customer locked: they see what was done until
     * that moment.
     */
    private static Optional<Redeemed> redeemFirst(
            Handle h,
            long customerId,
            String token,
            Consumer<Statement> link,
            String statement,
            Consumer<Statement> values,
            AuditContext context) {
        boolean claimed = h.statement("with " + LinkStore.HELD + " select claimed from held")
                .with(link)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false); // nor is there anything to redeem, then, or it is verified by now
        if (claimed) {
            FirstProofStore.take(h, customerId, token, FirstProofStore.By.SIGN_IN, context);
        }
        return redeem(h, statement, values).map(row -> new Redeemed(row.admitted(), claimed));
    }
}
