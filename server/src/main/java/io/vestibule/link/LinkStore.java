package io.vestibule.link;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.mail.Letter;
import io.vestibule.mail.OutboxStore;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One-time links. Redeeming one deletes its row: of any number of tries on any number of nodes exactly one finds it. A link
 * that fits in all but one point is left alone.
 */
public final class LinkStore {
    /** A link about which everything is right at this moment, and its customer. */
    private static final String FITTING = """
            from link l join customer c on c.id = l.customer_id
            where l.hash = :hash and l.customer_id = :customer and l.purpose = :purpose and l.expires_at > now()
              and c.disabled_at is null and l.address = lower(c.email collate "C")
            """;

    /** {@link #held} in the caller's portal. */
    public static final String HELD = held("and c.portal_id = :portal");

    /**
     * A common table expression {@code held}: the link and its customer, both rows locked. The customer is locked before the link: a reset,
     * which deletes all their links, and another redemption can't deadlock. Where they alone say that the address is theirs, it is
     * {@code claimed}. Its values are {@link #values}, without the portal unless the condition names it.
     *
     * @param condition on the customer {@code c}: empty, or begins with {@code and}
     */
    public static String held(String condition) {
        return """
                owner as (
                    select l.hash, c.id, c.portal_id, c.email, c.second_factor_at is not null as second_factor,
                           c.email_claimed and c.email_verified_at is null as claimed
                    %s %s
                    for no key update of c
                ), held as (
                    select owner.* from owner join link l using (hash) for update of l
                )
                """.formatted(FITTING, condition);
    }

    /** The values that {@link #HELD} names. */
    public static Consumer<Statement> values(LinkPurpose purpose, long portalId, long customerId, String token) {
        return statement -> statement
                .bind("hash", Tokens.hash(token))
                .bind("customer", customerId)
                .bind("portal", portalId)
                .bind("purpose", purpose.label());
    }

    private final Sql sql;
    private final OutboxStore outbox;

    public LinkStore(Sql sql, OutboxStore outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** Takes the permits, and stores a link and the mail that carries it. */
    public Permitted<Boolean> issue(Permits permits, Link link, AuditContext context) {
        return sql.withHandle(h -> issue(h, permits, link, link.letter(), context));
    }

    /** The same in the transaction of the handle, carried by a letter of the caller's choice; nothing is stored without the permits. */
    public Permitted<Boolean> issue(Handle h, Permits permits, Link link, Letter letter, AuditContext context) {
        Json.Builder detail = Json.object().put("purpose", link.purpose().label());
        return answer(h, permits, link, letter, true, "link_issued", link.customerId(), detail, context);
    }

    /**
     * Answers the request for a link that isn't sent: the same statement, which writes an event alone, so that neither its time nor
     * the number of round trips tells.
     *
     * @param decoy    what would have been sent
     * @param customer null if nobody is there to send it to
     */
    public void refuse(Link decoy, @Nullable Long customer, Json.Builder detail, AuditContext context) {
        sql.withHandle(
                h -> answer(h, Permits.NONE, decoy, decoy.letter(), false, "link_refused", customer, detail, context));
    }

    private Permitted<Boolean> answer(
            Handle h,
            Permits permits,
            Link link,
            Letter letter,
            boolean sent,
            String event,
            @Nullable Long customer,
            Json.Builder detail,
            AuditContext context) {
        return h.statement(ISSUED)
                .with(issuedValues(link, letter, sent))
                .with(GuardStore.values(permits))
                .bind("event", event)
                .bind("about", customer)
                .bind("detail", detail.build().toString())
                .bind("context", context.json())
                .map(rs -> GuardStore.permitted(rs.getBigDecimal("wait"), sent))
                .one();
    }

    private static final String ISSUED =
            "with permit as (select extract(epoch from " + GuardStore.ACQUIRE + """
            ) as wait), owner as (
                select c.id, c.portal_id from customer c, permit where c.id = :customer and :sent and permit.wait is null
            ), issued as (
                insert into link (hash, customer_id, purpose, address, expires_at)
                select :hash, id, :purpose, :address, now() + cast(:life as interval) from owner
            ), queued as (
            """ + OutboxStore.queued("owner") + """
            )
            select wait, case when wait is null
                              then audit(:event, cast(:context as jsonb), :about, cast(:detail as jsonb)) end
            from permit
            """;

    private Consumer<Statement> issuedValues(Link link, Letter letter, boolean sent) {
        return statement -> statement
                .bind("hash", link.hash())
                .bind("customer", link.customerId())
                .bind("sent", sent)
                .bind("purpose", link.purpose().label())
                .bind("address", link.folded().value())
                .bind("life", link.life().toString())
                .with(outbox.values(letter));
    }

    /** Whether a link of a portal would be redeemed, without redeeming it. */
    public boolean fits(LinkPurpose purpose, long portalId, long customerId, String token) {
        return sql.withHandle(h -> h.statement("select exists (select 1 " + FITTING + " and c.portal_id = :portal)")
                .with(values(purpose, portalId, customerId, token))
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * Whose a link is.
     *
     * @param portal  the portal's name
     * @param address the customer's email address
     * @param logins  what the customer signs in with
     */
    public record Owner(long portalId, String portal, String address, List<String> logins) {}

    /** The owner of a link that would be redeemed, without redeeming it; empty if something about it is wrong. */
    public Optional<Owner> owner(LinkPurpose purpose, long customerId, String token) {
        return sql.withHandle(h -> h.statement("""
                        select c.portal_id, c.email, (select p.name from portal p where p.id = c.portal_id) as portal,
                               array(select n.value from login n where n.customer_id = c.id) as logins
                        """ + FITTING)
                .bind("hash", Tokens.hash(token))
                .bind("customer", customerId)
                .bind("purpose", purpose.label())
                .map(rs -> new Owner(
                        rs.getLong("portal_id"), rs.getString("portal"), rs.getString("email"), List.of((String[])
                                rs.getArray("logins").getArray())))
                .findOne());
    }
}
