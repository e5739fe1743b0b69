package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.NewCustomer;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkStore;
import io.vestibule.session.NewSession;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The statements of a sign-in, one before the password is verified and one after; and the transaction of a registration. */
public final class SignInStore {
    private final Jdbi jdbi;

    public SignInStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param password a PHC string, or null for a customer who has none
     */
    record Credentials(Customer customer, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials[customer " + customer.id() + "]";
        }
    }

    /** Takes the permits of an attempt and reads the credentials of whoever has the login. */
    Permitted<Optional<Credentials>> attempt(Permits permits, long portalId, LoginName login) {
        return jdbi.withHandle(h -> h.createQuery("select extract(epoch from permit.wait) as wait, c.password, "
                        + CustomerStore.COLUMNS + "from (select " + GuardStore.ACQUIRE + " as wait) permit" + """
                         left join customer_whole c on permit.wait is null and c.id =
                            (select l.customer_id from login l where l.portal_id = :portal and l.value = :login)
                        """)
                .bindMethods("permits", permits)
                .bind("portal", portalId)
                .bind("login", login.value())
                .map((rs, ctx) -> GuardStore.permitted(
                        rs.getBigDecimal("wait"),
                        rs.getLong("id") == 0
                                ? Optional.<Credentials>empty()
                                : Optional.of(new Credentials(CustomerStore.customer(rs), rs.getString("password")))))
                .one());
    }

    /**
     * Lets a customer in whose password was found right: if that is still their password, they aren't disabled, and no lock
     * holds at this moment. Clears the count of failures, opens the session if there is one, and says whether it was so.
     */
    boolean admit(Credentials credentials, byte[] lockout, @Nullable NewSession session, String origin) {
        return jdbi.withHandle(h -> {
            var query = h.createQuery("""
                    with held as ( -- the customer before the count: the order in which a reset locks them
                        select c.id, c.portal_id from customer c
                        where c.id = :customer and c.password = :password and c.disabled_at is null
                        for share
                    ), seen as (
                        select locked_until from lockout where subject = :lockout and exists (select 1 from held) for update
                    ), admitted as (
                        select id, portal_id from held where not exists (select 1 from seen where locked_until > now())
                    ), cleared as (
                        delete from lockout where subject = :lockout and exists (select 1 from admitted)
                    )
                    """ + (session == null ? "" : OPENED) + """
                    select audit('authn_login_success', cast(:origin as jsonb), id) from admitted
                    """);
            if (session != null) {
                query.bindMethods("session", session);
            }
            return query.bind("lockout", lockout)
                    .bind("customer", credentials.customer().id())
                    .bind("password", credentials.password())
                    .bind("origin", origin)
                    .map((rs, ctx) -> true)
                    .findOne()
                    .orElse(false);
        });
    }

    private static final String OPENED = """
            , opened as (
                insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                select :session.id, portal_id, id, 'password', now() + cast(:session.lifetime as interval), :session.refreshHash,
                       now() + cast(:session.idleTime as interval)
                from admitted
            )
            """;

    /** Keeps a password's new hash, unless the password changed meanwhile. */
    void rehash(Credentials credentials, String hash) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update customer set password = :hash where id = :customer and password = :password")
                .bind("hash", hash)
                .bind("customer", credentials.customer().id())
                .bind("password", credentials.password())
                .execute());
    }

    /** Makes the customer and stores the link and mail that greet them; empty, and nothing done, if somebody has the address. */
    Optional<Registered> register(
            NewCustomer customer, Function<Customer, Link> greeting, LinkStore links, String origin) {
        return jdbi.inTransaction(h -> CustomerStore.create(h, customer, origin).map(created -> {
            Link link = greeting.apply(created);
            links.issue(h, link, link.letter(), origin);
            return new Registered(created, link);
        }));
    }

    record Registered(Customer customer, Link link) {}
}
