package io.vestibule.customer;

import io.vestibule.customer.CustomerLookup.After;
import io.vestibule.customer.CustomerLookup.By;
import io.vestibule.customer.CustomerLookup.Match;
import io.vestibule.sql.Sql;
import java.util.List;

/** How operators find customers among millions: each statement goes through one index, in its order, from where the page begins. */
public final class CustomerLookupStore {
    /** The highest character: behind it no key with the prefix comes. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final Sql sql;

    public CustomerLookupStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * An index's key.
     *
     * @param key    the expression of the index
     * @param folded what makes the same of {@code %s}
     */
    private record Key(String key, String table, String id, String folded) {}

    private static Key key(By by) {
        String customers = "customer c where c.portal_id = :portal";
        return switch (by) {
            case EMAIL ->
                new Key("lower(c.email collate \"C\")", customers, "c.id", "lower(cast(%s as text) collate \"C\")");
            case USERNAME ->
                new Key(
                        "l.value collate \"C\"",
                        "login l where l.portal_id = :portal and l.username is not null",
                        "l.customer_id",
                        "lower(cast(%s as text) collate \"C\")");
            case NAME ->
                new Key(
                        "lower(coalesce(c.profile ->> 'firstName', '') || ' ' || coalesce(c.profile ->> 'lastName', ''))"
                                + " collate \"C\"",
                        customers,
                        "c.id",
                        "lower(cast(%s as text))");
            case LAST_NAME ->
                new Key("lower(c.profile ->> 'lastName') collate \"C\"", customers, "c.id", "lower(cast(%s as text))");
            case PHONE -> new Key("(c.profile ->> 'phone') collate \"C\"", customers, "c.id", "cast(%s as text)");
        };
    }

    /** A page of them. */
    public List<Match> find(long portalId, CustomerLookup lookup) {
        By by = lookup.by();
        return by == null ? all(portalId, lookup) : byPrefix(portalId, key(by), lookup);
    }

    private List<Match> all(long portalId, CustomerLookup lookup) {
        After after = lookup.after();
        return sql.withHandle(h -> h.statement("select " + CustomerStore.COLUMNS + """
                        from (
                            select id from customer where portal_id = :portal and id > :after order by id limit :limit
                        ) k join customer_whole c on c.id = k.id
                        order by c.id
                        """)
                .bind("portal", portalId)
                .bind("after", after == null ? 0 : after.id())
                .bind("limit", lookup.limit())
                .map(rs -> new Match(CustomerStore.customer(rs), ""))
                .list());
    }

    /** Customers of a portal whose password only its upstream knows, by id. */
    public List<Customer> awaited(long portalId, long after, int limit) {
        return sql.withHandle(h -> h.statement("select " + CustomerStore.COLUMNS + """
                        from (
                            select id from customer where portal_id = :portal and awaits_upstream and id > :after order by id limit :limit
                        ) k join customer_whole c on c.id = k.id
                        order by c.id
                        """)
                .bind("portal", portalId)
                .bind("after", after)
                .bind("limit", limit)
                .map(CustomerStore::customer)
                .list());
    }

    /** A prefix is a range of keys, since they are compared byte by byte ("C"). */
    private List<Match> byPrefix(long portalId, Key by, CustomerLookup lookup) {
        After after = lookup.after();
        String statement = """
                select k.key, %1$s
                from (
                    select %2$s as id, %3$s as key
                    from %4$s and %3$s >= %5$s and %3$s < %6$s %7$s
                    order by %3$s, %2$s limit :limit
                ) k join customer_whole c on c.id = k.id
                order by k.key, k.id
                """.formatted(
                        CustomerStore.COLUMNS,
                        by.id(),
                        by.key(),
                        by.table(),
                        by.folded().formatted(":from"),
                        by.folded().formatted(":to"),
                        after == null ? "" : "and (" + by.key() + ", " + by.id() + ") > (:key, :after)");
        String from = lookup.prefix().replace('\0', '\uFFFD'); // NUL can't be stored, so nobody's begins so
        return sql.withHandle(h -> h.statement(statement)
                .with(bound -> {
                    if (after != null) {
                        bound.bind("key", after.key()).bind("after", after.id());
                    }
                })
                .bind("portal", portalId)
                .bind("from", from)
                .bind("to", from + LAST)
                .bind("limit", lookup.limit())
                .map(rs -> new Match(CustomerStore.customer(rs), rs.getString("key")))
                .list());
    }
}
