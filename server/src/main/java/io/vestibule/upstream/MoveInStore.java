package io.vestibule.upstream;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Customers who come from an upstream: who may ask for one at a moment, and what is stored of the answer. */
public final class MoveInStore {
    /** Longer than asking, hashing and storing take. */
    private static final String CLAIM_LIFE = "30 seconds";

    private final Sql sql;
    private final LongAdder movedIn = new LongAdder();

    public MoveInStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Who is to be asked for.
     *
     * @param subject    a keyed hash of portal and login
     * @param failures   whose failures are counted
     * @param customerId who has the login here and no password; null for nobody
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Wanted(
            long portalId,
            LoginName login,
            byte[] subject,
            byte[] failures,
            @Nullable Long customerId) {}

    /** Whether one may ask. */
    enum Claim {
        /** One may, and nobody else does until it is {@linkplain #release released}. */
        GRANTED,
        /** Somebody else asks. */
        BUSY,
        /** Somebody else asked meanwhile: it isn't as it was. */
        OUTDATED,
        /** A lock holds, or a customer of here had the login and gave it up: the upstream isn't asked. */
        REFUSED
    }

    /** Claims the right to ask, and looks once more, now that nobody else does. */
    Claim claim(Wanted wanted, UUID holder) {
        return claim(
                wanted,
                "claim_move_in(:subject, :holder, cast(:life as interval), " + WANTED + ")",
                statement -> statement
                        .bind("subject", wanted.subject())
                        .bind("holder", holder)
                        .bind("life", CLAIM_LIFE));
    }

    /** What a claim would come to that nobody else has. */
    Claim look(Wanted wanted) {
        return claim(wanted, "coalesce(move_in_obstacle(" + WANTED + "), 'GRANTED')", statement -> {});
    }

    private static final String WANTED = ":portal, :login, :failures, cast(:customer as bigint)";

    private Claim claim(Wanted wanted, String call, Consumer<Statement> more) {
        return sql.withHandle(h -> h.statement("select " + call + " as claim")
                .bind("portal", wanted.portalId())
                .bind("login", wanted.login().value())
                .bind("failures", wanted.failures())
                .bind("customer", wanted.customerId())
                .with(more)
                .map(rs -> Claim.valueOf(rs.getString("claim")))
                .one());
    }

    /** Whether a customer of here had the login and gave it up. */
    boolean isGivenUp(long portalId, LoginName login) {
        return Objects.requireNonNull(sql.withHandle(h -> h.statement("""
                        select exists (select from given_up_login where portal_id = :portal and hash = sha256(convert_to(:login, 'UTF8')))
                        """)
                .bind("portal", portalId)
                .bind("login", login.value())
                .mapTo(Boolean.class)
                .one()));
    }

    /** Whether a customer of here has the login. */
    boolean isHere(long portalId, LoginName login) {
        return Objects.requireNonNull(sql.withHandle(
                h -> h.statement("select exists (select from login where portal_id = :portal and value = :login)")
                        .bind("portal", portalId)
                        .bind("login", login.value())
                        .mapTo(Boolean.class)
                        .one()));
    }

    /** Whether somebody asks at this moment. */
    boolean isClaimed(byte[] subject) {
        return Objects.requireNonNull(sql.withHandle(h -> h.statement(
                        "select exists (select from move_in_claim where subject = :subject and expires_at > now())")
                .bind("subject", subject)
                .mapTo(Boolean.class)
                .one()));
    }

    /** Gives back the right to ask. */
    void release(byte[] subject, UUID holder) {
        sql.useHandle(h -> h.statement("delete from move_in_claim where subject = :subject and holder = :holder")
                .bind("subject", subject)
                .bind("holder", holder)
                .execute());
    }

    /**
     * Gives the customer, who had no password, the one that the upstream said was right, and what it tells of them that isn't known. Empty if
     * they have one by now, or can't sign in.
     */
    public Optional<Customer> adopt(long customerId, String hash, Json.Object profile, AuditContext context) {
        Optional<Customer> adopted = sql.withHandle(h -> h.statement("""
                        with moved as (
                            update customer
                            set password = :hash, password_origin = 'operator', updated_at = now(),
                                profile = cast(:profile as jsonb) || profile
                            where id = :customer and awaits_upstream and password is null and disabled_at is null
                            returning *
                        ), noted as (
                            insert into moved_in (customer_id, portal_id) select id, portal_id from moved on conflict do nothing
                        ), c as (
                            select m.*, u.username
                            from moved m left join login u on u.customer_id = m.id and u.username is not null
                        )
                        select audit('user_moved_in', cast(:context as jsonb), c.id),
                        """ + CustomerStore.COLUMNS + " from c")
                .bind("customer", customerId)
                .bind("hash", hash)
                .bind("profile", profile.toString())
                .bind("context", context.json())
                .map(rs -> CustomerStore.customer(rs))
                .findOne());
        if (adopted.isPresent()) {
            movedIn.increment();
        }
        return adopted;
    }

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

        /** Another customer has the id, or the account with it, or is the account's primary one; nothing was stored. */
        record IdTaken() implements Made {}
    }

    /**
     * Makes a customer as the upstream tells of them, the primary one of their account.
     *
     * @param login   by which they were asked for: they have it, or aren't made
     * @param hash    of the password that was right; null if it was the upstream's look-up that told of them
     * @param profile checked already
     */
    public Made make(
            long portalId,
            LoginName login,
            UpstreamCustomer told,
            @Nullable String hash,
            Json.Object profile,
            AuditContext context) {
        EmailAddress email = told.email();
        Username username = told.username();
        Made outcome = sql.inTransaction(h -> {
            Made made = h.statement(MADE)
                    .bind("id", told.id())
                    .bind("account", told.accountId())
                    .bind("portal", portalId)
                    .bind("login", login.value())
                    .bind("email", email == null ? null : email.value())
                    .bind("email_login", email == null ? null : email.login().value())
                    .bind("username", username == null ? null : username.value())
                    .bind(
                            "username_login",
                            username == null ? null : username.login().value())
                    .bind("hash", hash)
                    .bind("language", told.language())
                    .bind("created", told.createdAt())
                    .bind("profile", profile.toString())
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
                  and not exists (select from customer c where c.account_id = ids.account and c.is_primary)
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
                                      created_at, awaits_upstream)
                select customer, :portal, account, true, :email, :hash, case when cast(:hash as text) is not null then 'operator' end,
                       :language, cast(:profile as jsonb), coalesce(:created, now()), cast(:hash as text) is null
                from fitting where exists (select from claimed)
                returning *, (select username from claimed where username is not null) as username
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
            """ + CustomerStore.COLUMNS + " from (select 1) as one left join made c on true";
}
