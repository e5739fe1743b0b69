package io.vestibule.transfer;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Looks up, in the transaction of a handle, what a portal has of what a batch asks for. */
final class ExistingStore {
    private ExistingStore() {}

    /**
     * Looks in the tables, and in those of the same names with a prefix.
     *
     * @param since when the run began: customers written since then came with it
     */
    static Existing look(Handle h, long portalId, Questions ask, Instant since, List<String> prefixes) {
        // What the planner knows of the tables is out of date, since they grow by thousands of rows a second; so it is
        // told how to go:
        // value by value, by index (a lateral query with an offset isn't taken apart)
        h.execute("set local enable_seqscan = off");
        h.execute("set local enable_hashjoin = off");
        h.execute("set local enable_mergejoin = off");
        Existing existing = new Existing();
        for (String prefix : prefixes) {
            Function<String, Statement> query = text -> h.statement(text.replaceAll("\\{(\\w+)}", prefix + "$1"));
            Function<String, Statement> dated =
                    text -> query.apply(text).bind("portal", portalId).bind("since", since);
            logins(dated.apply(LOGINS), ask.logins(), existing);
            ids(dated.apply(IDS), ask.ids(), existing);
            accounts(query.apply(ACCOUNTS).bind("portal", portalId), ask.accounts(), existing);
            accountIds(query.apply(ACCOUNT_IDS), ask.accountIds(), existing);
            contacts(dated.apply(CONTACTS), ask.contacts(), existing);
        }
        return existing;
    }

    /** As {@link io.vestibule.customer.Profile#fullName}. */
    private static final String NAME = """
            concat_ws(' ', nullif(c.profile ->> 'firstName', ''), nullif(c.profile ->> 'lastName', '')) as name,
            """;

    private static final String HOLDER = NAME + """
            lower(c.email collate "C") as email, lower(u.username collate "C") as username, a.external_key,
            c.updated_at >= :since as fresh
            """;

    private static final String LOGINS = """
            select asked.value as asked, found.*
            from unnest(:values) as asked(value)
            cross join lateral (
                select true as mine,
            """ + HOLDER + """
                from {login} l
                join {customer} c on c.id = l.customer_id
                join {account} a on a.id = c.account_id
                left join {login} u on u.customer_id = c.id and u.username is not null
                where l.portal_id = :portal and l.value = asked.value
                offset 0
            ) found
            """;

    private static void logins(Statement query, Collection<String> values, Existing existing) {
        if (!values.isEmpty()) {
            query.bindArray("values", "text", values)
                    .map(rs -> existing.logins.put(rs.getString("asked"), holder(rs)))
                    .list();
        }
    }

    private static final String IDS = """
            select asked.id as asked, found.*
            from unnest(:values) as asked(id)
            cross join lateral (
                select c.portal_id = :portal as mine,
            """ + HOLDER + """
                from {customer} c
                join {account} a on a.id = c.account_id
                left join {login} u on u.customer_id = c.id and u.username is not null
                where c.id = asked.id
                offset 0
            ) found
            """;

    private static void ids(Statement query, Collection<Long> values, Existing existing) {
        if (!values.isEmpty()) {
            query.bindArray("values", "bigint", values)
                    .map(rs -> existing.ids.put(rs.getLong("asked"), holder(rs)))
                    .list();
        }
    }

    private static Existing.Holder holder(ResultSet rs) throws SQLException {
        return new Existing.Holder(
                rs.getBoolean("mine"),
                rs.getString("name"),
                rs.getString("email"),
                rs.getString("username"),
                rs.getString("external_key"),
                rs.getBoolean("fresh"));
    }

    private static final String ACCOUNTS = """
            select asked.key as external_key, found.*
            from unnest(:values) as asked(key)
            cross join lateral (
                select a.id, exists (select 1 from {customer} c where c.account_id = a.id and c.is_primary) as has_primary
                from {account} a
                where a.portal_id = :portal and a.external_key = asked.key
                offset 0
            ) found
            """;

    private static void accounts(Statement query, Collection<String> keys, Existing existing) {
        if (!keys.isEmpty()) {
            query.bindArray("values", "text", keys)
                    .map(rs -> existing.accounts.merge(
                            rs.getString("external_key"),
                            new Existing.Account(rs.getLong("id"), rs.getBoolean("has_primary")),
                            (one, other) -> new Existing.Account(one.id, one.hasPrimary || other.hasPrimary)))
                    .list();
        }
    }

    private static final String ACCOUNT_IDS = """
            select found.id from unnest(:values) as asked(id)
            cross join lateral (select a.id from {account} a where a.id = asked.id offset 0) found
            """;

    private static void accountIds(Statement query, Collection<Long> ids, Existing existing) {
        if (!ids.isEmpty()) {
            existing.accountIds.addAll(
                    query.bindArray("values", "bigint", ids).mapTo(Long.class).list());
        }
    }

    private static final String CONTACTS = """
            select asked.key as external_key, found.*
            from unnest(:values) as asked(key)
            cross join lateral (
                select
            """ + NAME + """
                lower(c.email collate "C") as email, c.updated_at >= :since as fresh
                from {account} a
                join {customer} c on c.account_id = a.id
                where a.portal_id = :portal and a.external_key = asked.key
                  and not exists (select 1 from {login} l where l.customer_id = c.id)
                offset 0
            ) found
            """;

    private static void contacts(Statement query, Collection<String> keys, Existing existing) {
        if (!keys.isEmpty()) {
            query.bindArray("values", "text", keys)
                    .map(rs -> existing.contacts
                            .computeIfAbsent(rs.getString("external_key"), key -> new ArrayList<>())
                            .add(new Existing.Contact(
                                    rs.getString("email"), rs.getString("name"), rs.getBoolean("fresh"))))
                    .list();
        }
    }
}
