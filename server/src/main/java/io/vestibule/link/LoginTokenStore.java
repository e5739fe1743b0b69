package io.vestibule.link;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that sign in by redirect. They are rows of the table of links, so that whatever voids a customer's links (a new password,
 * another address, a new epoch) voids them. Redeeming one deletes its row: of any number of tries on any number of nodes exactly
 * one finds it, and a try that fits in all but one point leaves it alone.
 */
public final class LoginTokenStore {
    private static final String PURPOSE = "login-token";

    /**
     * Stores a token for whoever {@code from} gives, as part of the statement that decides so. Its {@link #values} are the token.
     *
     * @param from a table expression with the customer's id
     */
    public static String issued(String from) {
        return """
                insert into link (hash, customer_id, purpose, address, network, expires_at)
                select :token.hash, c.id, 'login-token', coalesce(lower(c.email collate "C"), ''), cast(:token.address as inet),
                       now() + cast(:token.life as interval)
                from %s join customer c using (id)
                """.formatted(from);
    }

    /** The values that {@link #issued} names. */
    public static Consumer<Statement> values(LoginToken token) {
        return statement -> statement
                .bind("token.hash", token.hash())
                .bind("token.address", token.address())
                .bind("token.life", token.life());
    }

    private final Sql sql;

    public LoginTokenStore(Sql sql) {
        this.sql = sql;
    }

    /** What came of asking for a token without a password. */
    public enum Issue {
        DONE,
        /** The customer can't sign in: nothing was stored. */
        DISABLED,
        /** The portal has no such customer. */
        UNKNOWN
    }

    /** Stores a token for a customer of the portal. */
    public Issue issue(long portalId, long customerId, LoginToken token, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with person as (
                            select id, disabled_at is null as enabled from customer
                            where id = :customer and portal_id = :portal
                            for share
                        ), issued as (
                        """ + issued("(select id from person where enabled) enabled") + """
                        )
                        select enabled,
                               case when enabled then audit('link_issued', cast(:context as jsonb), id,
                                                            jsonb_build_object('purpose', :purpose)) end
                        from person
                        """)
                .bind("customer", customerId)
                .bind("portal", portalId)
                .with(values(token))
                .bind("purpose", PURPOSE)
                .bind("context", context.json())
                .map(rs -> rs.getBoolean("enabled") ? Issue.DONE : Issue.DISABLED)
                .findOne()
                .orElse(Issue.UNKNOWN));
    }

    /**
     * Redeems a token; empty, and nothing done, if anything about it is wrong.
     *
     * @param from   the address that the customer came from, as far as the caller tells it
     * @param strict whether a token that is bound to an address needs to be told one
     */
    public Optional<Customer> redeem(
            long portalId, String token, @Nullable InetAddress from, boolean strict, AuditContext context) {
        return sql.withHandle(
                h -> h.statement("""
                        with owner as (
                            select l.hash, c.id
                            from link l join customer c on c.id = l.customer_id
                            where l.hash = :hash and l.purpose = :purpose and l.expires_at > now()
                              and c.portal_id = :portal and c.disabled_at is null
                              and l.address = coalesce(lower(c.email collate "C"), '')
                              and (l.network is null or l.network = cast(:from as inet)
                                   or (cast(:from as inet) is null and not :strict))
                            for no key update of c
                        ), held as (
                            select owner.* from owner join link l using (hash) for update of l
                        ), redeemed as (
                            delete from link l using held where l.hash = held.hash
                        )
                        select audit('authn_login_success', cast(:context as jsonb), held.id, '{"by": "token"}'),
                        """ + CustomerStore.COLUMNS + " from held join customer_whole c on c.id = held.id")
                        .bind("hash", Tokens.hash(token))
                        .bind("purpose", PURPOSE)
                        .bind("portal", portalId)
                        .bind("from", from == null ? null : from.getHostAddress())
                        .bind("strict", strict)
                        .bind("context", context.json())
                        .map(rs -> CustomerStore.customer(rs))
                        .findOne());
    }
}
