package io.vestibule.provisioning;

import io.vestibule.customer.LoginName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which customers of a portal to show. Null, or an empty list, asks nothing of a thing. A text is found anywhere in the field, in any case.
 *
 * @param customers     the customers with one of these ids
 * @param login         the customer who signs in with this address or username, the whole of it
 * @param name          of the first and last name with a blank between them
 * @param disabled      only those who are disabled, or only those who aren't
 * @param createdAfter  made in a later second
 * @param createdBefore made in an earlier second
 * @param receiptsOver  with total receipts of more than this
 * @param receiptsUnder with total receipts of less than this; who has none has 0
 * @param limit         customers on a page
 * @param page          the first is 1
 */
public record CustomerSearch(
        List<Long> customers,
        @Nullable LoginName login,
        @Nullable String name,
        @Nullable String company,
        @Nullable String city,
        @Nullable String state,
        @Nullable Boolean disabled,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable BigDecimal receiptsOver,
        @Nullable BigDecimal receiptsUnder,
        int limit,
        long page) {
    private static final String NAME =
            "concat_ws(' ', nullif(c.profile ->> 'firstName', ''), nullif(c.profile ->> 'lastName', ''))";

    /** The profile takes amounts as text (profile.schema.json); what else may be there is no amount. */
    private static final String RECEIPTS = """
            case when c.profile ->> 'totalReceipts' ~ '^[0-9]{1,12}([.][0-9]{1,2})?$'
                 then cast(c.profile ->> 'totalReceipts' as numeric) else 0 end
            """;

    /** Whether it may have to read all of a portal's customers: no index finds those whom it asks for. */
    boolean readsAll() {
        return customers.isEmpty() && login == null;
    }

    /** The login's value; null where nobody's is asked for. */
    public @Nullable String loginValue() {
        return login == null ? null : login.value();
    }

    public @Nullable String nameLike() {
        return like(name);
    }

    public @Nullable String companyLike() {
        return like(company);
    }

    public @Nullable String cityLike() {
        return like(city);
    }

    public @Nullable String stateLike() {
        return like(state);
    }

    /** What is asked, and no more, so that an index can serve it: SQL over {@code customer c}, with parameters {@code :search.…}. */
    List<String> conditions() {
        List<String> asked = new ArrayList<>();
        ask(asked, customers.isEmpty() ? null : customers, "c.id = any (:search.customers)");
        ask(
                asked,
                login,
                "c.id in (select l.customer_id from login l where l.portal_id = :portal and l.value = :search.loginValue)");
        ask(asked, name, NAME + " ilike :search.nameLike");
        ask(asked, company, "c.profile ->> 'company' ilike :search.companyLike");
        ask(asked, city, "c.profile ->> 'city' ilike :search.cityLike");
        ask(asked, state, "c.profile ->> 'state' ilike :search.stateLike");
        ask(asked, disabled, "(c.disabled_at is not null) = :search.disabled");
        ask(asked, createdAfter, "c.created_at >= :search.createdAfter + interval '1 second'");
        ask(asked, createdBefore, "c.created_at < :search.createdBefore");
        ask(asked, receiptsOver, RECEIPTS + " > :search.receiptsOver");
        ask(asked, receiptsUnder, RECEIPTS + " < :search.receiptsUnder");
        return asked;
    }

    private static void ask(List<String> asked, @Nullable Object value, String condition) {
        if (value != null) {
            asked.add(" and " + condition);
        }
    }

    /** Nobody searches by wildcard: each of LIKE's stands for itself. */
    private static @Nullable String like(@Nullable String text) {
        return text == null ? null : "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
    }
}
