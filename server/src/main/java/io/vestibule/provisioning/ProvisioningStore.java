package io.vestibule.provisioning;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginStore;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.NewPassword;
import io.vestibule.customer.Profile;
import io.vestibule.guard.Lockout;
import io.vestibule.json.Json;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.OutboxStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a portal's server reads and writes of its customers. A change locks the account, if its primary moves, before the customer. */
public final class ProvisioningStore {
    private final Sql sql;
    private final OutboxStore outbox;

    public ProvisioningStore(Sql sql, OutboxStore outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** A page of an account's customers by id, the first page being 1; empty if the portal has no such account. */
    Optional<Contacts> contacts(long portalId, long accountId, int limit, long page) {
        record Row(long total, Optional<Customer> customer) {}
        List<Row> rows = sql.withHandle(h -> h.statement("select t.total, " + CustomerStore.COLUMNS + """
                        from account a
                        cross join lateral (select count(*) as total from customer where account_id = a.id) t
                        left join lateral (
                            select * from customer_whole where account_id = a.id order by id limit :limit offset :offset
                        ) c on true
                        where a.id = :account and a.portal_id = :portal
                        order by c.id
                        """)
                .bind("account", accountId)
                .bind("portal", portalId)
                .bind("limit", limit)
                .bind("offset", (page - 1) * limit)
                .map(rs -> new Row(rs.getLong("total"), CustomerStore.customerIfAny(rs)))
                .list());
        return rows.stream()
                .findFirst()
                .map(first -> new Contacts(
                        rows.stream().flatMap(row -> row.customer().stream()).toList(), first.total()));
    }

    /** A customer of an account. */
    Provisioned contact(long portalId, long accountId, long customerId) {
        return sql.withHandle(h -> h.statement("select " + CustomerStore.COLUMNS + """
                        from account a left join customer_whole c on c.account_id = a.id and c.id = :customer
                        where a.id = :account and a.portal_id = :portal
                        """)
                .bind("account", accountId)
                .bind("portal", portalId)
                .bind("customer", customerId)
                .map(rs -> CustomerStore.customerIfAny(rs)
                        .<Provisioned>map(Provisioned.Done::new)
                        .orElseGet(Provisioned.UnknownCustomer::new))
                .findOne()
                .orElseGet(Provisioned.UnknownAccount::new));
    }

    /** A customer of the portal, of whatever account. */
    Provisioned customer(long portalId, long customerId) {
        return sql.withHandle(h -> read(h, portalId, customerId));
    }

    private static Provisioned read(Handle h, long portalId, long customerId) {
        return h.statement("select " + CustomerStore.COLUMNS
                        + "from customer_whole c where c.id = :customer and c.portal_id = :portal")
                .bind("customer", customerId)
                .bind("portal", portalId)
                .map(rs -> CustomerStore.customer(rs))
                .findOne()
                .<Provisioned>map(Provisioned.Done::new)
                .orElseGet(Provisioned.UnknownCustomer::new);
    }

    /** The values that the search's conditions name: of what is asked, and no more. */
    private static Consumer<Statement> values(CustomerSearch search) {
        return s -> {
            if (!search.customers().isEmpty()) {
                s.bindArray("search.customers", "bigint", search.customers());
            }
            ifAsked(search.loginValue(), value -> s.bind("search.loginValue", value));
            ifAsked(search.nameLike(), value -> s.bind("search.nameLike", value));
            ifAsked(search.companyLike(), value -> s.bind("search.companyLike", value));
            ifAsked(search.cityLike(), value -> s.bind("search.cityLike", value));
            ifAsked(search.stateLike(), value -> s.bind("search.stateLike", value));
            ifAsked(search.disabled(), value -> s.bind("search.disabled", value));
            ifAsked(search.createdAfter(), value -> s.bind("search.createdAfter", value));
            ifAsked(search.createdBefore(), value -> s.bind("search.createdBefore", value));
            ifAsked(search.receiptsOver(), value -> s.bind("search.receiptsOver", value));
            ifAsked(search.receiptsUnder(), value -> s.bind("search.receiptsUnder", value));
        };
    }

    private static <T> void ifAsked(@Nullable T value, Consumer<T> binding) {
        if (value != null) {
            binding.accept(value);
        }
    }

    /** The customers of a portal that a search asks for, by id. */
    public Contacts search(long portalId, CustomerSearch search) {
        record Row(long total, Optional<Customer> customer) {}
        String sought = "c.portal_id = :portal" + String.join("", search.conditions());
        String statement = """
                select t.total, %s
                from (select count(*) as total from customer c where %s) t
                left join lateral (
                    select * from customer_whole c where %s order by c.id limit :limit offset :offset
                ) c on true
                order by c.id
                """.formatted(CustomerStore.COLUMNS, sought, sought);
        List<Row> rows = sql.withHandle(h -> h.statement(statement)
                .with(values(search))
                .bind("portal", portalId)
                .bind("limit", search.limit())
                .bind("offset", (search.page() - 1) * search.limit())
                .map(rs -> new Row(rs.getLong("total"), CustomerStore.customerIfAny(rs)))
                .list());
        return new Contacts(
                rows.stream().flatMap(row -> row.customer().stream()).toList(),
                rows.getFirst().total());
    }

    /** Makes a customer with an account of their own. */
    Provisioned signUp(NewCustomer customer, AuditContext context) {
        return sql.inTransaction(h -> CustomerStore.create(h, customer, context)
                .<Provisioned>map(Provisioned.Done::new)
                .orElseGet(Provisioned.AddressTaken::new));
    }

    /** Adds a customer to an account: with all that was asked for, or not at all. */
    Provisioned add(
            long portalId,
            long accountId,
            CustomerChanges contact,
            @Nullable NewPassword password,
            AuditContext context) {
        return sql.inTransaction(h -> {
            if (!lockAccount(h, "a.id = :id", portalId, accountId)) {
                return new Provisioned.UnknownAccount();
            }
            if (Boolean.TRUE.equals(contact.primary())) {
                clearPrimary(h, accountId);
            }
            long id = insert(h, portalId, accountId, contact, password, context);
            Provisioned refusal = claim(h, portalId, id, contact);
            if (refusal != null) {
                h.rollback();
                return refusal;
            }
            return read(h, portalId, id);
        });
    }

    private static long insert(
            Handle h,
            long portalId,
            long accountId,
            CustomerChanges contact,
            @Nullable NewPassword password,
            AuditContext context) {
        EmailAddress address = contact.address();
        return h.statement("""
                        with made as (
                            insert into customer (portal_id, account_id, is_primary, email, password, password_origin, language, profile)
                            values (:portal, :account, coalesce(:primary, false), :email, :password, :password_origin, :language,
                                    cast(:profile as jsonb))
                            returning id
                        )
                        select id, audit('user_created', cast(:context as jsonb), id) from made
                        """)
                .bind("portal", portalId)
                .bind("account", accountId)
                .bind("primary", contact.primary())
                .bind("email", address == null ? null : address.value())
                .bind("password", password == null ? null : password.hash())
                .bind("password_origin", password == null ? null : password.origin())
                .bind("language", contact.language())
                .bind(
                        "profile",
                        Profile.EMPTY.with(contact.profile()).attributes().toString())
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .one();
    }

    /** Changes a customer: all that was asked for, or nothing. */
    Provisioned change(
            long portalId,
            long customerId,
            CustomerChanges changes,
            @Nullable NewPassword password,
            AuditContext context) {
        return sql.inTransaction(h -> {
            if (Boolean.TRUE.equals(changes.primary())) {
                lockAccount(h, "a.id = (select account_id from customer where id = :id)", portalId, customerId);
            }
            Customer before = lock(h, portalId, customerId).orElse(null);
            if (before == null) {
                return new Provisioned.UnknownCustomer();
            }
            Provisioned refusal = claim(h, portalId, customerId, changes);
            if (refusal != null) {
                h.rollback();
                return refusal;
            }
            move(h, before, changes.address(), context);
            update(h, before, changes, context);
            if (password != null) {
                CustomerStore.setPassword(h, customerId, password, context);
            }
            return read(h, portalId, customerId);
        });
    }

    /** Gives a customer another password, by an operator; false if there is no such customer. */
    public boolean setPassword(long customerId, NewPassword password, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean there = h.statement("select id from customer where id = :customer for no key update")
                    .bind("customer", customerId)
                    .mapTo(Long.class)
                    .findOne()
                    .isPresent();
            if (there) {
                CustomerStore.setPassword(h, customerId, password, context);
            }
            return there;
        });
    }

    private static boolean lockAccount(Handle h, String which, long portalId, long id) {
        return h.statement("select a.id from account a where a.portal_id = :portal and " + which + " for update")
                .bind("portal", portalId)
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    private static Optional<Customer> lock(Handle h, long portalId, long customerId) {
        return h.statement("select id from customer where id = :customer and portal_id = :portal for no key update")
                .bind("customer", customerId)
                .bind("portal", portalId)
                .mapTo(Long.class)
                .findOne()
                .flatMap(id -> read(h, portalId, id) instanceof Provisioned.Done(Customer customer)
                        ? Optional.of(customer)
                        : Optional.empty());
    }

    /** Takes the logins; null if they are the customer's now. The savepoints of the refused ones are the caller's to roll back. */
    private static @Nullable Provisioned claim(Handle h, long portalId, long customerId, CustomerChanges changes) {
        if (changes.username() != null && !LoginStore.takeUsername(h, portalId, customerId, changes.username())) {
            return new Provisioned.UsernameTaken();
        }
        if (changes.address() != null && !LoginStore.takeAddress(h, portalId, customerId, changes.address())) {
            if (changes.loginOnly()) {
                return new Provisioned.AddressTaken();
            }
            LoginStore.releaseAddress(h, customerId); // a contact address like another's: nobody's second login
        }
        return null;
    }

    /** Whoever reads the old mailbox should know that mail goes elsewhere now (ASVS 6.3.7). */
    private void move(Handle h, Customer before, @Nullable EmailAddress address, AuditContext context) {
        if (address == null || address.value().equals(before.email())) {
            return;
        }
        EmailAddress old = before.address().orElse(null);
        if (old != null && old.login().equals(address.login())) {
            CustomerStore.respell(h, before.id(), address);
            return;
        }
        CustomerStore.moveTo(h, before.id(), address, context);
        if (old != null) {
            outbox.enqueue(
                    h, new Letter(MailPurpose.EMAIL_CHANGED_OLD, before.portalId(), before.id(), old.value(), null));
            outbox.enqueue(h, new Letter(MailPurpose.EMAIL_CHANGED_NEW, before.portalId(), before.id(), null, null));
        }
    }

    private static void update(Handle h, Customer before, CustomerChanges changes, AuditContext context) {
        if (Boolean.TRUE.equals(changes.primary()) && !before.primary()) {
            clearPrimary(h, before.accountId());
        }
        h.statement("""
                        with changed as (
                            update customer
                            set updated_at = now(), is_primary = coalesce(:primary, is_primary),
                                language = coalesce(:language, language), profile =""" + CustomerStore.CHANGED_PROFILE + """
                            where id = :customer returning id
                        )
                        select audit('user_updated', cast(:context as jsonb), id) from changed
                        """)
                .bind("customer", before.id())
                .bind("profile", json(changes.profile()))
                .bind("primary", changes.primary())
                .bind("language", changes.language())
                .bind("context", context.json())
                .map(rs -> true)
                .one();
    }

    /** A statement of its own: the unique index counts primaries row by row. */
    private static void clearPrimary(Handle h, long accountId) {
        h.statement(
                        "update customer set is_primary = false, updated_at = now() where account_id = :account and is_primary")
                .bind("account", accountId)
                .execute();
    }

    /** Deletes a customer of the portal with all that hangs on them; the account stays. False if there is none. */
    public boolean delete(long portalId, long customerId, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with gone as (
                            delete from customer where id = :customer and portal_id = :portal returning id
                        ), forgotten as (
                            delete from lockout where subject = :lockout and exists (select 1 from gone)
                        )
                        select audit('user_deleted', cast(:context as jsonb), id) from gone
                        """)
                .bind("customer", customerId)
                .bind("portal", portalId)
                .bind("lockout", Lockout.customer(customerId))
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Disables or enables a customer of the portal; false if there is none. */
    boolean disable(long portalId, long customerId, boolean disabled, @Nullable String reason, AuditContext context) {
        return sql.inTransaction(h -> lock(h, portalId, customerId).isPresent()
                && CustomerStore.disable(h, customerId, disabled, reason, context));
    }

    private static String json(Map<String, Json> attributes) {
        return new Json.Object(new LinkedHashMap<>(attributes)).toString();
    }
}
