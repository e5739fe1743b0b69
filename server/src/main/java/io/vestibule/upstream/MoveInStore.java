package io.vestibule.upstream;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.Username;
import io.vestibule.guard.Lockout;
import io.vestibule.json.Json;
import io.vestibule.sql.Sql;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Customers who come from an upstream: what is stored of its answer. */
public final class MoveInStore {
    private final Sql sql;
    private final Lockout lockout;
    private final LongAdder movedIn = new LongAdder();

    public MoveInStore(Sql sql, Lockout lockout) {
        this.sql = sql;
        this.lockout = lockout;
    }

    /** How it ended that a customer who waits got the password that the upstream said was right. */
    public sealed interface Adopted {
        /** They have it. */
        record Done(Customer customer) implements Adopted {}

        /** They have one by now, or can't sign in. */
        record Outdated() implements Adopted {}

        /** The upstream told of somebody else; nothing was stored. */
        record AnotherCustomer() implements Adopted {}
    }

    /**
     * Gives the customer, who had no password, the one that the upstream said was right, and what it tells of them that isn't known: if it is
     * they whom it tells of.
     *
     * @param login by which they were asked for
     */
    public Adopted adopt(
            long customerId,
            LoginName login,
            UpstreamCustomer told,
            String hash,
            Json.Object profile,
            AuditContext context) {
        Adopted adopted = sql.withHandle(h -> h.statement(ADOPTED)
                .bind("customer", customerId)
                .bind("id", told.id())
                .bind("login", login.value())
                .bind("email_login", value(told.emailLogin()))
                .bind("username_login", value(told.usernameLogin()))
                .bind("hash", hash)
                .bind("profile", profile.toString())
                .bind("context", context.json())
                .map(rs -> rs.getLong("id") != 0
                        ? new Adopted.Done(CustomerStore.customer(rs))
                        : rs.getBoolean("waits") ? new Adopted.AnotherCustomer() : new Adopted.Outdated())
                .one());
        if (adopted instanceof Adopted.Done) {
            movedIn.increment();
        }
        return adopted;
    }

    private static @Nullable String value(Optional<LoginName> login) {
        return login.map(LoginName::value).orElse(null);
    }

    /**
     * It is they by the upstream's id. Where either side has none: if the login is an address at both, or a username at both, no username
     * contradicts, and nobody else here has the id that is told.
     */
    private static final String ADOPTED = """
            with waiting as (
                select id, portal_id, upstream_id from customer
                where id = :customer and awaits_upstream and password is null and disabled_at is null
                for update
            ), same as (
                select w.id from waiting w
                where case
                    when w.upstream_id is not null and cast(:id as bigint) is not null then w.upstream_id = :id
                    else exists (select from login l where l.customer_id = w.id and l.value = :login
                                   and (l.is_email and l.value = :email_login
                                        or l.username is not null and l.value = :username_login))
                        and not exists (select from login l where l.customer_id = w.id and l.username is not null
                                          and l.value <> :username_login)
                        and not exists (select from customer o where o.portal_id = w.portal_id and o.id <> w.id
                                          and (o.id = :id or o.upstream_id = :id))
                    end
            ), moved as (
                update customer
                set password = :hash, updated_at = now(), profile = cast(:profile as jsonb) || profile,
                    -- who moved alone meanwhile has one from before it
                    password_origin = case when email_claimed and email_verified_at is null then 'public' else 'operator' end
                where id in (select id from same)
                returning *
            ), noted as (
                insert into moved_in (customer_id, portal_id) select id, portal_id from moved on conflict do nothing
            ), c as (
                select m.*, u.username
                from moved m left join login u on u.customer_id = m.id and u.username is not null
            )
            select exists (select from waiting) as waits,
                   (select audit('user_moved_in', cast(:context as jsonb), id) from moved) as audited,
            """ + CustomerStore.COLUMNS + " from (select 1) as one left join c on true";

    /** How many customers this node moved in. */
    public long movedIn() {
        return movedIn.sum();
    }

    /** How making a customer ended. */
    public sealed interface Made {
        /** They are there. */
        record Done(Customer customer) implements Made {}

        /** Somebody has the login by now; nothing was stored. */
        record LoginTaken() implements Made {}

        /** Another customer has the id, or the portal another account with it; nothing was stored. */
        record IdTaken() implements Made {}
    }

    /**
     * Makes a customer as the upstream tells of them; the first of an account is its primary one.
     *
     * @param login   by which they were asked for: they have it, or aren't made
     * @param logins  that one, and what else of the told address and username they sign in with
     * @param hash    of the password that was right; null if it was the upstream's look-up that told of them
     * @param profile checked already
     */
    public Made make(
            long portalId,
            LoginName login,
            UpstreamCustomer told,
            Set<LoginName> logins,
            @Nullable String hash,
            Json.Object profile,
            AuditContext context) {
        EmailAddress email = told.email();
        Username username = told.username();
        Made outcome = sql.inTransaction(h -> {
            if (told.accountId() != null) { // of two who open one account the second finds it
                h.statement(
                                "select pg_advisory_xact_lock(hashtextextended('vestibule account ' || :portal || ' ' || :account, 0))")
                        .bind("portal", Long.toString(portalId))
                        .bind("account", told.accountId().toString())
                        .map(rs -> true)
                        .one();
            }
            Made made = h.statement(MADE)
                    .bind("id", told.id())
                    .bind("account", told.accountId())
                    .bind("portal", portalId)
                    .bind("login", login.value())
                    .bind("email", email == null ? null : email.value())
                    .bind("email_login", value(told.emailLogin().filter(logins::contains)))
                    .bind("username", username == null ? null : username.value())
                    .bind("username_login", value(told.usernameLogin().filter(logins::contains)))
                    .bind("hash", hash)
                    .bind("language", told.language())
                    .bind("created", told.createdAt())
                    .bind("profile", profile.toString())
                    .bindArray("unknown", "bytea", logins, each -> lockout.unknown(portalId, each.value()))
                    .bind("context", context.json())
                    .map(rs -> rs.getBoolean("claimed")
                            ? new Made.Done(CustomerStore.customer(rs))
                            : rs.getBoolean("fitting") ? new Made.LoginTaken() : new Made.IdTaken())
                    .one();
            if (!(made instanceof Made.Done)) {
                h.rollback();
            }
            return made;
        });
        if (outcome instanceof Made.Done && hash != null) {
            movedIn.increment();
        }
        return outcome;
    }

    /** An account that a customer of it brought before, or an import, is known by the upstream's key; any other has its id by chance. */
    private static final String MADE = """
            with known as (
                select id from account where portal_id = :portal and external_key = cast(cast(:account as bigint) as text)
            ), ids as (
                select coalesce(cast(:id as bigint), nextval('customer_id_seq')) as customer,
                       coalesce((select id from known), :account, nextval('account_id_seq')) as account
            ), logins as (
                select value, bool_or(email) as is_email, max(username) as username
                from (values (:email_login, true, null), (:username_login, false, :username)) as l (value, email, username)
                where value is not null
                group by value
            ), fitting as (
                select * from ids
                where not exists (select from customer c where c.id = ids.customer)
                  and (exists (select from known) or not exists (select from account a where a.id = ids.account))
            ), claimed as (
                -- in order: two who sign in at once by two logins of one customer wait for each other, and don't deadlock
                insert into login (portal_id, value, is_email, username, customer_id)
                select :portal, value, is_email, username, customer from logins, fitting order by value
                on conflict do nothing
                returning value, username
            ), opened as (
                insert into account (id, portal_id, external_key)
                select account, :portal, cast(cast(:account as bigint) as text) from fitting
                where exists (select from claimed) and not exists (select from known)
            ), made as (
                insert into customer (id, portal_id, account_id, is_primary, email, password, password_origin, language, profile,
                                      created_at, awaits_upstream, upstream_id)
                select customer, :portal, account,
                       not exists (select from customer c where c.account_id = fitting.account and c.is_primary), :email,
                       :hash, case when cast(:hash as text) is not null then 'operator' end, :language, cast(:profile as jsonb),
                       coalesce(:created, now()), cast(:hash as text) is null,
                       case when cast(:hash as text) is null then cast(:id as bigint) end
                from fitting where exists (select from claimed)
                returning *, (select username from claimed where username is not null) as username
            ), guessed as (
                -- wrong passwords at their logins go on counting: at the upstream they count, too
                delete from lockout using made where subject = any (:unknown) and cast(:hash as text) is null
                returning failures, last_failure, locked_until
            ), counted as (
                insert into lockout (subject, failures, last_failure, locked_until)
                select int8send(made.id), max(failures), max(last_failure), max(locked_until) from made, guessed group by made.id
            ), moved as (
                insert into moved_in (customer_id, portal_id) select id, :portal from made where cast(:hash as text) is not null
            ), raised as (
                select setval('customer_id_seq', cast(:id as bigint) + 10000000) from made, customer_id_seq s
                where s.last_value + cast(s.is_called as int) <= :id
                union all
                select setval('account_id_seq', cast(:account as bigint) + 10000000) from made, account_id_seq s
                where s.last_value + cast(s.is_called as int) <= :account
            )
            select exists (select from claimed where value = :login) as claimed,
                   exists (select from fitting)
                       or exists (select from login where portal_id = :portal and value = :login) as fitting,
                   (select count(*) from raised) as raised,
                   (select audit(case when cast(:hash as text) is null then 'user_created' else 'user_moved_in' end,
                                 cast(:context as jsonb), id, jsonb_build_object('by', 'upstream')) from made) as audited,
            """
            // the logins that the statement itself makes it doesn't see
            + CustomerStore.COLUMNS
            + " from (select 1) as one left join made c on true";
}
