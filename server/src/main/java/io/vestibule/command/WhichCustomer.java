package io.vestibule.command;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
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
        if (text.matches("[0-9]{1,18}")) {
            long id = Long.parseLong(text);
            return customers
                    .byId(id)
                    .filter(customer -> portal == null || customer.portalId() == portal)
                    .orElseThrow(() -> new Refusal("There is no customer " + id
                            + (portal == null ? "." : " in portal " + portal + ".") + " A login finds them too:"
                            + " 'vestibule customer show LOGIN --portal ID'."));
        }
        long where = portal == null ? installation.config().defaultPortal() : portal;
        return customers
                .byLogin(where, LoginName.of(text))
                .orElseThrow(() -> new Refusal("Nobody in portal " + where + " signs in as \"" + Arguments.shown(text)
                        + "\"; --portal names another portal."));
    }
}
