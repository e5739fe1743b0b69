package io.vestibule;

import io.vestibule.admin.AdminSite;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.config.Mailbox;
import io.vestibule.console.AllowedUrlsPage;
import io.vestibule.console.AwaitedCustomersPage;
import io.vestibule.console.BrandPreview;
import io.vestibule.console.ConsolePage;
import io.vestibule.console.ConsoleRoutes;
import io.vestibule.console.MailTextPage;
import io.vestibule.console.MailTextsPage;
import io.vestibule.console.NewPortalPage;
import io.vestibule.console.PortalForms;
import io.vestibule.console.PortalPartPages;
import io.vestibule.console.PortalParts;
import io.vestibule.console.PortalsPage;
import io.vestibule.console.ProfileSchemaPage;
import io.vestibule.console.UpstreamPage;
import java.util.List;

/** The objects of the console's pages about a portal, beside those of {@link Console}. */
final class PortalConsole {
    private PortalConsole() {}

    static List<ConsolePage> pages(
            AdminApi.Parts parts, AdminSite.UseCases useCases, ConsoleRoutes routes, PreconditionStore preconditions) {
        PortalAdministration portals = useCases.portals();
        var forms = new PortalForms(portals, preconditions);
        var subjects = new PortalParts(
                portals,
                useCases.passkeys(),
                useCases.branding(),
                useCases.actAs(),
                sender(parts.config().mail().from()));
        return List.of(
                new NewPortalPage(routes, portals), // its path would be a portal's
                new PortalsPage(routes, forms, subjects, portals, useCases.clients()),
                new PortalPartPages(routes, forms, subjects),
                new BrandPreview(routes, forms, useCases.mailSamples()),
                new MailTextsPage(routes, forms, useCases.mailTexts()),
                new MailTextPage(routes, forms, useCases.mailTexts(), useCases.mailSamples(), useCases.testMail()),
                new ProfileSchemaPage(routes, forms, portals, useCases.schemaTrial()),
                new UpstreamPage(
                        routes,
                        forms,
                        useCases.upstreams(),
                        parts.config().database().firstCustomerId()),
                new AwaitedCustomersPage(routes, forms, useCases.upstreams(), useCases.audit()),
                new AllowedUrlsPage(routes, forms, portals));
    }

    private static String sender(Mailbox from) {
        return from.name().isEmpty() ? from.address() : from.name() + " <" + from.address() + ">";
    }
}
