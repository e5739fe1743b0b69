package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.Contacts;
import io.vestibule.provisioning.CustomerSearch;
import io.vestibule.provisioning.Provisioning;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Searching the reseller's customers. */
public final class SearchCalls implements CallGroup {
    private static final int USUAL = 10;
    private static final int MOST = 500;
    private static final int LAST_PAGE = 999_999_999;

    private final Provisioning provisioning;
    private final LogicBoxesError errors;

    public SearchCalls(Provisioning provisioning, LogicBoxesError errors) {
        this.provisioning = provisioning;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(NamedCall.get("search", this::search).withLists("customer-id", "reseller-id"));
    }

    /** {@code {"recsonpage":"1","recsindb":"1","1":{"customer.customerid":…}}} */
    private Answer search(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        CustomerSearch search = asked(given);
        List<Long> resellers = given.ids("reseller-id");
        boolean nobody = status(given).equals("deleted")
                || !(resellers.isEmpty() || resellers.contains(caller.portal().id()));
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        Contacts found = nobody ? new Contacts(List.of(), 0) : provisioning.search(caller, search);
        Json.Builder map = Json.object()
                .put("recsonpage", Integer.toString(found.page().size()))
                .put("recsindb", Long.toString(found.total()));
        int number = 1;
        for (Customer customer : found.page()) {
            map.put(Integer.toString(number++), CustomerDetails.found(customer, caller.portal()));
        }
        return format.map(200, map.build());
    }

    private static CustomerSearch asked(CallParameters given) {
        String username = given.optional("username");
        String status = status(given);
        if (!status.isEmpty() && !List.of("active", "suspended", "deleted").contains(status)) {
            given.refuse("status");
        }
        return new CustomerSearch(
                given.ids("customer-id"),
                username.isEmpty() ? null : LoginName.of(username),
                given.line("name"),
                given.line("company"),
                given.line("city"),
                given.line("state"),
                status.isEmpty() ? null : status.equals("suspended"),
                second(given.amount("creation-date-start")),
                second(given.amount("creation-date-end")),
                given.amount("total-receipt-start"),
                given.amount("total-receipt-end"),
                given.count("no-of-records", USUAL, MOST),
                given.count("page-no", 1, LAST_PAGE));
    }

    /** Customers who were deleted are gone: that status finds nobody. */
    private static String status(CallParameters given) {
        return given.optional("status").toLowerCase(Locale.ROOT);
    }

    /** UNIX time, as it is shown in {@code creationdt}. */
    private static @Nullable Instant second(@Nullable BigDecimal time) {
        return time == null
                ? null
                : Instant.ofEpochSecond(time.setScale(0, RoundingMode.DOWN).longValueExact());
    }
}
