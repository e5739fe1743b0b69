package io.vestibule.command;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How commands name a customer: by id, or by login and portal. */
final class WhichCustomer {
    @Parameters(paramLabel = "ID|LOGIN", description = "The customer's id, or their email address or username.")
    private String text = "";

    @Option(
            names = "--portal",
            paramLabel = "ID",
            description = "Whose login; the default portal's (VESTIBULE_DEFAULT_PORTAL) if left out.")
    private @Nullable Long portal;

    /** The customer, or a refusal. */
    Customer find(Installation installation) {
        CustomerAdministration customers = installation.customers();
        long where = portal == null ? installation.config().defaultPortal() : portal;
        Optional<Customer> byLogin = customers.byLogin(where, LoginName.of(text));
        if (!text.matches("[0-9]{1,18}")) {
            return byLogin.orElseThrow(() -> new Refusal("Nobody in portal " + where + " signs in as \""
                    + Arguments.shown(text) + "\"; --portal names another portal."));
        }
        long id = Long.parseLong(text);
        Optional<Customer> byId =
                customers.byId(id).filter(customer -> portal == null || customer.portalId() == portal);
        return byId.isPresent() && byLogin.isPresent()
                ? theSame(byId.get(), byLogin.get())
                : byId.or(() -> byLogin)
                        .orElseThrow(() -> new Refusal("There is no customer " + id
                                + (portal == null ? "" : " in portal " + portal) + ", and nobody "
                                + (portal == null ? "in portal " + where : "there") + " signs in as \"" + text
                                + "\"."));
    }

    /** Customer numbers are usernames, too, in many systems that customers come from. */
    private Customer theSame(Customer byId, Customer byLogin) {
        if (byId.id() != byLogin.id()) {
            throw new Refusal("Customer " + byId.id() + " is another than the one who signs in as \"" + text
                    + "\" (customer " + byLogin.id()
                    + "); nothing was done. Name the first by email address and --portal, the second by id.");
        }
        return byId;
    }
}
