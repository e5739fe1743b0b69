package io.vestibule.command;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerAdministration.Listed;
import io.vestibule.administration.CustomerAdministration.UnknownPortal;
import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.provisioning.Contacts;
import io.vestibule.provisioning.CustomerSearch;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vestibule customer list}. */
@Command(name = "list", description = "Lists the customers of a portal by id, a page at a time.")
final class CustomerListCommand implements Runnable {
    private final Terminal terminal;

    @Option(
            names = "--portal",
            paramLabel = "ID",
            description = "Whose customers; the default portal's (VESTIBULE_DEFAULT_PORTAL) if left out.")
    private @Nullable Long portal;

    @Option(names = "--login", paramLabel = "LOGIN", description = "Who signs in with this address or username.")
    private @Nullable String login;

    @Option(names = "--name", paramLabel = "TEXT", description = "Those with this text in their name.")
    private @Nullable String name;

    @Option(names = "--disabled", description = "Only those who are disabled.")
    private boolean disabled;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Customers a page; 50, at most 1000.")
    private int limit;

    @Option(names = "--page", paramLabel = "N", defaultValue = "1", description = "Which page; the first if left out.")
    private int page;

    CustomerListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Arguments.between("--limit", limit, 1, CustomerAdministration.LARGEST_PAGE);
        Arguments.between("--page", page, 1, Integer.MAX_VALUE);
        Installation.use(terminal, installation -> {
            long where = portal == null ? installation.config().defaultPortal() : portal;
            Contacts found = switch (installation.customers().list(where, search())) {
                case Listed(Contacts contacts) -> contacts;
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
            };
            Table table = Table.of("ID", "EMAIL", "USERNAME", "NAME", "DISABLED", "CREATED");
            for (Customer customer : found.page()) {
                table.row(
                        customer.id(),
                        or(customer.email()),
                        or(customer.username()),
                        customer.profile().fullName(),
                        customer.disabled() ? "yes" : "",
                        customer.createdAt().truncatedTo(ChronoUnit.SECONDS));
            }
            table.print(terminal);
            long pages = Math.max(1, (found.total() + limit - 1) / limit);
            terminal.say((page > pages
                            ? "There is no page " + page + "; the last is page " + pages
                            : "Page " + page + " of " + pages)
                    + "; customers: " + found.total() + ".");
        });
    }

    private CustomerSearch search() {
        return new CustomerSearch(
                List.of(),
                login == null ? null : LoginName.of(login),
                name,
                null,
                null,
                null,
                disabled ? true : null,
                null,
                null,
                null,
                null,
                limit,
                page);
    }

    private static String or(@Nullable String value) {
        return value == null ? "" : value;
    }
}
