package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.NewCustomer;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkStore;
import io.vestibule.link.LoginToken;
import io.vestibule.link.LoginTokenStore;
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
        return jdbi.withHandle(h -> h.createQuery("select extract(epoch from permit.wait) as wait, "
                        + "case when c.password_until <= now() then null else c.password end as password, "
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
     * Somebody who gave a login and a password, as far as is known once the password was hashed.
     *
     * @param found   whoever has the login, with the password that was verified
     * @param right   whether the password is theirs and this door is open to them
     * @param subject whose failures are counted
     * @param session what a success opens, or null
     * @param token   what a success stores, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Attempt(
            @Nullable Credentials found,
            boolean right,
            byte[] subject,
            @Nullable NewSession session,
            @Nullable LoginToken token) {}

    /** What was decided about an attempt. */
    sealed interface Verdict {
        /** They are in: the count of failures is cleared and the session open, if there is one. */
        record Admitted() implements Verdict {}

        /** They aren't, and it counted, unless a lock held already. */
        record Refused(int remaining) implements Verdict {}

        /** The password that was verified isn't theirs any more: nothing is decided. */
        record Outdated() implements Verdict {}
    }

    /**
     * Decides: a right password lets in if it is still the customer's, they aren't disabled, and no lock holds at this moment;
     * anything else is a failure. One and the same statement, so that its time doesn't tell a right password while a lock holds.
     * The customer's row is locked before the count, in the order in which a reset does.
     */
    Verdict decide(Attempt attempt, Lockout rule, String origin) {
        Credentials found = attempt.found();
        NewSession session = attempt.session();
        LoginToken token = attempt.token();
        return jdbi.withHandle(h -> {
            var query =
                    h.createQuery(DECIDED.formatted((session == null ? "" : OPENED) + (token == null ? "" : ISSUED)));
            if (session != null) {
                query.bindMethods("session", session);
            }
            if (token != null) {
                query.bindMethods("token", token);
            }
            return query.bind(
                            "customer", found == null ? null : found.customer().id())
                    .bind("password", found == null ? null : found.password())
                    .bind("right", attempt.right())
                    .bind("subject", attempt.subject())
                    .bind("attempts", rule.attempts())
                    .bind("lock", rule.duration().toString())
                    .bind("origin", origin)
                    .map((rs, ctx) -> verdict(rs.getBoolean("admitted"), rs.getObject("remaining", Integer.class)))
                    .one();
        });
    }

    private static Verdict verdict(boolean admitted, @Nullable Integer remaining) {
        if (admitted) {
            return new Verdict.Admitted();
        }
        return remaining == null ? new Verdict.Outdated() : new Verdict.Refused(remaining);
    }

    private static final String DECIDED = """
            with person as (
                select id, portal_id, disabled_at is null as enabled, password is not distinct from :password as same
                from customer where :right and id = :customer
                for share
            ), seen as (
                select locked_until from lockout where subject = :subject and exists (select 1 from person) for update
            ), admitted as (
                select id, portal_id from person
                where same and enabled and not exists (select 1 from seen where locked_until > now())
            ), cleared as (
                delete from lockout where subject = :subject and exists (select 1 from admitted)
            ), failure as (
            """ + GuardStore.failure("""
            not exists (select 1 from admitted) and not exists (select 1 from person where not same)
            """) + """
            ) %s
            select a.id is not null as admitted, f.remaining,
                   case when a.id is not null then audit('authn_login_success', cast(:origin as jsonb), a.id)
                        when f.remaining is not null
                        then audit(case when f.locked then 'authn_login_lock' else 'authn_login_fail' end, cast(:origin as jsonb),
                                   :customer, case when cast(:customer as bigint) is null
                                                   then jsonb_build_object('login', encode(:subject, 'hex')) else '{}' end) end
            from (select 1) as one left join admitted a on true left join failure f on true
            """;

    private static final String OPENED = """
            , opened as (
                insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                select :session.id, portal_id, id, 'password', now() + cast(:session.lifetime as interval), :session.refreshHash,
                       now() + cast(:session.idleTime as interval)
                from admitted
            )
            """;

    private static final String ISSUED = ", issued as (" + LoginTokenStore.issued("admitted") + ")";

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
