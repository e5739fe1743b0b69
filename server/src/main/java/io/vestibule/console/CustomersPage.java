package io.vestibule.console;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerLookup;
import io.vestibule.customer.CustomerLookup.After;
import io.vestibule.customer.CustomerLookup.By;
import io.vestibule.customer.CustomerLookup.Match;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds customers of a portal by how an address, a username, a name or a phone number begins, or by id: as it is typed, where scripts run.
 * What isn't said to be one of these is looked for in all.
 */
public final class CustomersPage implements ConsolePage {
    private static final int PAGE = 50;
    /** How many of each kind are shown where all are looked through. */
    private static final int FEW = 20;

    private final ConsoleRoutes routes;
    private final CustomerAdministration customers;

    public CustomersPage(ConsoleRoutes routes, CustomerAdministration customers) {
        this.routes = routes;
        this.customers = customers;
    }

    /** What to look in. */
    public enum Kind {
        ANY("Anything", null),
        EMAIL("Address", By.EMAIL),
        USERNAME("Username", By.USERNAME),
        NAME("Name", By.NAME),
        LAST_NAME("Last name", By.LAST_NAME),
        PHONE("Phone", By.PHONE);

        private final String title;
        private final @Nullable By by;

        Kind(String title, @Nullable By by) {
            this.title = title;
            this.by = by;
        }

        public String title() {
            return title;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String label) {
            return Stream.of(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst()
                    .orElse(ANY);
        }
    }

    /**
     * What the template shows.
     *
     * @param typed what is looked for
     * @param found in the order in which they are shown
     * @param more  the query of the next page; null where there is none
     * @param cut   the kinds of which only the first are shown
     * @param add   whether they may add one
     */
    public record View(
            Layout layout,
            String typed,
            Kind kind,
            List<Customer> found,
            @Nullable String more,
            Set<Kind> cut,
            boolean add) {

        /** The address of the whole list of a kind. */
        public String all(Kind one) {
            return layout.to("/console/customers?by=" + one.label() + "&q=" + encoded(typed));
        }
    }

    /** What a customer is called in a list. */
    public static String name(Customer customer) {
        return CustomerView.title(customer);
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page("/console/customers", Action.CUSTOMER_READ, this::show));
    }

    private Answer show(Call call) {
        Layout all = call.layout(Section.CUSTOMERS);
        Long chosen = all.portal();
        if (chosen == null && all.portals().isEmpty()) {
            return Screen.show(200, "customers", new View(all, "", Kind.ANY, List.of(), null, Set.of(), false));
        }
        long portal = chosen == null ? all.portals().getFirst().id() : chosen;
        Layout layout = call.layout(Section.CUSTOMERS, portal);
        String typed = call.query("q").orElse("").strip();
        Kind kind = call.query("by").map(Kind::of).orElse(Kind.ANY);
        if (typed.isEmpty() || kind.by != null) {
            return list(call, layout, portal, typed, typed.isEmpty() ? Kind.ANY : kind);
        }
        Map<Long, Customer> found = new LinkedHashMap<>();
        Set<Kind> cut = new TreeSet<>();
        byId(call, typed).ifPresent(customer -> found.put(customer.id(), customer));
        for (Kind one : promising(typed)) {
            List<Match> matches = customers.find(portal, new CustomerLookup(one.by, sought(one, typed), null, FEW + 1));
            matches.stream().limit(FEW).map(Match::customer).forEach(match -> found.putIfAbsent(match.id(), match));
            if (matches.size() > FEW) {
                cut.add(one);
            }
        }
        boolean add = call.may(Action.CUSTOMER_CREATE, portal);
        return Screen.show(
                200, "customers", new View(layout, typed, kind, List.copyOf(found.values()), null, cut, add));
    }

    /** What may begin so. */
    private static List<Kind> promising(String typed) {
        boolean number = typed.matches("\\+?[0-9 ().-]+");
        if (typed.startsWith("+") && number) {
            return List.of(Kind.PHONE);
        }
        List<Kind> kinds = new ArrayList<>(List.of(Kind.EMAIL, Kind.USERNAME));
        if (!typed.contains("@")) {
            kinds.addAll(number ? List.of(Kind.PHONE) : List.of(Kind.NAME, Kind.LAST_NAME));
        }
        return kinds;
    }

    /** Phone numbers are kept as in E.164. */
    private static String sought(Kind kind, String typed) {
        if (kind != Kind.PHONE) {
            return typed;
        }
        return "+" + typed.replaceAll("[^0-9]", "");
    }

    private Optional<Customer> byId(Call call, String typed) {
        return Digits.number(typed)
                .flatMap(customers::byId)
                .filter(customer -> Permissions.decide(call.principal(), Action.CUSTOMER_READ, customer.portalId())
                        == Decision.GRANTED);
    }

    private Answer list(Call call, Layout layout, long portal, String typed, Kind kind) {
        After after = call.query("after")
                .flatMap(Digits::number)
                .map(id -> new After(call.query("key").orElse(""), id))
                .orElse(null);
        List<Match> matches = customers.find(portal, new CustomerLookup(kind.by, sought(kind, typed), after, PAGE + 1));
        List<Match> shown = matches.size() > PAGE ? matches.subList(0, PAGE) : matches;
        List<Customer> found = shown.stream().map(Match::customer).toList();
        String more = matches.size() > PAGE ? more(typed, kind, shown.getLast()) : null;
        return Screen.show(
                200,
                "customers",
                new View(layout, typed, kind, found, more, Set.of(), call.may(Action.CUSTOMER_CREATE, portal)));
    }

    private static String more(String typed, Kind kind, Match last) {
        return "/console/customers?by=" + kind.label() + "&q=" + encoded(typed) + "&key=" + encoded(last.key())
                + "&after=" + last.customer().id();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
