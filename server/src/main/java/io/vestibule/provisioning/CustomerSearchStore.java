package io.vestibule.provisioning;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a portal's server, and an operator, read of a portal's customers. */
public final class CustomerSearchStore {
    private final Sql sql;
    private final Sql searchSql;

    /** @param searchSql for what may have to read all customers of a portal */
    public CustomerSearchStore(Sql sql, Sql searchSql) {
        this.sql = sql;
        this.searchSql = searchSql;
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

    /** The same in the transaction of the handle. */
    static Provisioned read(Handle h, long portalId, long customerId) {
        return find(h, portalId, customerId)
                .<Provisioned>map(Provisioned.Done::new)
                .orElseGet(Provisioned.UnknownCustomer::new);
    }

    static Optional<Customer> find(Handle h, long portalId, long customerId) {
        return h.statement("select " + CustomerStore.COLUMNS
                        + "from customer_whole c where c.id = :customer and c.portal_id = :portal")
                .bind("customer", customerId)
                .bind("portal", portalId)
                .map(rs -> CustomerStore.customer(rs))
                .findOne();
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
        List<Row> rows = (search.readsAll() ? searchSql : sql)
                .withHandle(h -> h.statement(statement)
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
}
