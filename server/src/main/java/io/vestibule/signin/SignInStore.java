package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.NewCustomer;
import io.vestibule.factor.Challenge;
import io.vestibule.factor.FactorStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkStore;
import io.vestibule.link.LoginToken;
import io.vestibule.link.LoginTokenStore;
import io.vestibule.session.NewSession;
import io.vestibule.session.SessionStore;
import io.vestibule.sql.Sql;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements of a sign-in, one before the password is verified and one after; and the transaction of a registration. */
public final class SignInStore {
    private final Sql sql;

    public SignInStore(Sql sql) {
        this.sql = sql;
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
        return attempt(
                permits,
                portalId,
                login.value(),
                "(select l.customer_id from login l where l.portal_id = :portal and l.value = :who)");
    }

    /** The same for a customer who is known already. */
    Permitted<Optional<Credentials>> attempt(Permits permits, Customer customer) {
        return attempt(permits, customer.portalId(), Long.toString(customer.id()), "cast(:who as bigint)");
    }

    private Permitted<Optional<Credentials>> attempt(Permits permits, long portalId, String who, String id) {
        return sql.withHandle(h -> h.statement("select extract(epoch from permit.wait) as wait, "
                        + "case when c.password_until <= now() then null else c.password end as password, "
                        + CustomerStore.COLUMNS + "from (select " + GuardStore.ACQUIRE + " as wait) permit" + """
                         left join customer_whole c on permit.wait is null and c.portal_id = :portal and c.id =
                        """ + id)
                .with(GuardStore.taking(permits))
                .bind("portal", portalId)
                .bind("who", who)
                .map(rs -> GuardStore.permitted(
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
     * @param wish    what shall come of it; null where the caller keeps its own sessions
     * @param success the event that it is if it comes to all that was wished
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Attempt(
            @Nullable Credentials found,
            boolean right,
            byte[] subject,
            @Nullable Wish wish,
            String success) {}

    /** What a right password shall come to. */
    sealed interface Wish {
        /** The session that a sign-in opens, or the challenge that it comes to where a second factor is on. */
        record ASession(NewSession session, Challenge challenge) implements Wish {}

        /** A token for a caller that asks for a second factor by itself. */
        record AToken(LoginToken token) implements Wish {}
    }

    /** What a session takes beside the right password. */
    enum Needs {
        NOTHING,
        SECOND_FACTOR,
        /** The password is a temporary one. */
        NEW_PASSWORD
    }

    /** What was decided about an attempt. */
    sealed interface Verdict {
        /**
         * The password is right. The session is open or the challenge waits, as {@code needs} says, where a caller wished so.
         * The count of failures is cleared, but not of somebody who has a second factor on: whoever knows the password could
         * guess codes for ever.
         */
        record Admitted(Needs needs) implements Verdict {}

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
    Verdict decide(Attempt attempt, Lockout rule, AuditContext context) {
        Credentials found = attempt.found();
        Wish wish = attempt.wish();
        return sql.withHandle(h -> {
            var query = switch (wish) {
                case null -> h.statement(DECIDED.formatted(""));
                case Wish.ASession(NewSession session, Challenge challenge) ->
                    h.statement(DECIDED.formatted(OPENED))
                            .with(SessionStore.opening(session))
                            .with(FactorStore.waiting(challenge));
                case Wish.AToken(LoginToken token) ->
                    h.statement(DECIDED.formatted(ISSUED)).with(LoginTokenStore.keeping(token));
            };
            return query.bind(
                            "customer", found == null ? null : found.customer().id())
                    .bind("password", found == null ? null : found.password())
                    .bind("right", attempt.right())
                    .bind("wished", wish instanceof Wish.ASession)
                    .bind("success", attempt.success())
                    .bind("subject", attempt.subject())
                    .bind("attempts", rule.attempts())
                    .bind("lock", rule.duration().toString())
                    .bind("context", context.json())
                    .map(rs -> verdict(rs.getString("came"), rs.getObject("remaining", Integer.class)))
                    .one();
        });
    }

    private static Verdict verdict(@Nullable String came, @Nullable Integer remaining) {
        if (came != null) {
            return new Verdict.Admitted(Needs.valueOf(came));
        }
        return remaining == null ? new Verdict.Outdated() : new Verdict.Refused(remaining);
    }

    private static final String DECIDED = """
            with person as (
                select id, portal_id, disabled_at is null as enabled, second_factor_at is not null as guarded,
                       password is not distinct from :password and coalesce(password_until > now(), true) as same,
                       case when :wished and password_until is not null then 'NEW_PASSWORD'
                            when :wished and second_factor_at is not null then 'SECOND_FACTOR' else 'NOTHING' end as came
                from customer where :right and id = :customer
                for share
            ), seen as (
                select locked_until from lockout where subject = :subject and exists (select 1 from person) for update
            ), admitted as (
                select id, portal_id, guarded, came from person
                where same and enabled and not exists (select 1 from seen where locked_until > now())
            ), cleared as (
                delete from lockout where subject = :subject and exists (select 1 from admitted where not guarded)
            ), failure as (
            """ + GuardStore.failure("""
            not exists (select 1 from admitted) and not exists (select 1 from person where not same)
            """) + """
            ) %s
            select a.came, f.remaining,
                   case when a.came = 'NOTHING' then audit(:success, cast(:context as jsonb), a.id)
                        when a.came is not null
                        then audit('authn_login_incomplete', cast(:context as jsonb), a.id,
                                        jsonb_build_object('needs', lower(replace(a.came, '_', '-'))))
                        when f.remaining is not null
                        then audit(case when f.locked then 'authn_login_lock' else 'authn_login_fail' end, cast(:context as jsonb),
                                   :customer, case when cast(:customer as bigint) is null
                                                   then jsonb_build_object('login', encode(:subject, 'hex')) else '{}' end) end
            from (select 1) as one left join admitted a on true left join failure f on true
            """;

    private static final String OPENED = """
            , challenged as (
                insert into challenge (hash, customer_id, origin, expires_at)
                select :challenge.hash, id, 'password', now() + cast(:challenge.life as interval)
                from admitted where came = 'SECOND_FACTOR'
            ), opened as (
                insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                select :session.id, portal_id, id, 'password', now() + cast(:session.lifetime as interval), :session.refreshHash,
                       now() + cast(:session.idleTime as interval)
                from admitted where came = 'NOTHING'
            )
            """;

    private static final String ISSUED = ", issued as (" + LoginTokenStore.issued("admitted") + ")";

    /** Keeps a password's new hash, unless the password changed meanwhile. */
    void rehash(Credentials credentials, String hash) {
        sql.useHandle(
                h -> h.statement("update customer set password = :hash where id = :customer and password = :password")
                        .bind("hash", hash)
                        .bind("customer", credentials.customer().id())
                        .bind("password", credentials.password())
                        .execute());
    }

    /** Makes the customer and stores the link and mail that greet them; empty, and nothing done, if somebody has the address. */
    Optional<Registered> register(
            NewCustomer customer, Function<Customer, Link> greeting, LinkStore links, AuditContext context) {
        return sql.inTransaction(h -> CustomerStore.create(h, customer, context).map(created -> {
            Link link = greeting.apply(created);
            links.issue(h, link, link.letter(), context);
            return new Registered(created, link);
        }));
    }

    record Registered(Customer customer, Link link) {}
}
