package io.vestibule;

import io.vestibule.admin.AdminSite;
import io.vestibule.administration.LinkAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.config.Config;
import io.vestibule.config.Mailbox;
import io.vestibule.config.Mode;
import io.vestibule.console.AuditPage;
import io.vestibule.console.ConsolePage;
import io.vestibule.console.ConsoleRoutes;
import io.vestibule.console.ConsoleSite;
import io.vestibule.console.CustomerActions;
import io.vestibule.console.CustomerPage;
import io.vestibule.console.CustomersPage;
import io.vestibule.console.Layouts;
import io.vestibule.console.MailPage;
import io.vestibule.console.NodesPage;
import io.vestibule.console.OverviewPage;
import io.vestibule.console.OverviewSources;
import io.vestibule.console.OwnSessionsPage;
import io.vestibule.console.PortalsPage;
import io.vestibule.console.SetupPage;
import io.vestibule.console.SignInPage;
import io.vestibule.console.WhyPage;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerStore;
import io.vestibule.diagnosis.CustomerFindings;
import io.vestibule.diagnosis.Diagnoses;
import io.vestibule.diagnosis.DiagnosisStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import io.vestibule.http.DeferredSite;
import io.vestibule.http.Site;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.sql.Sql;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The objects of the console, as {@link Server} makes the others: at first use, since few requests need them. */
final class Console {
    private Console() {}

    static Site site(Supplier<AdminApi> admin, AdminApi.Parts parts) {
        return new DeferredSite(ConsoleSite.NAME, ConsoleSite.PREFIXES, () -> made(admin.get(), parts));
    }

    private static ConsoleSite made(AdminApi admin, AdminApi.Parts parts) {
        Sql sql = parts.sql();
        Config config = parts.config();
        URI publicUrl = config.http().publicUrl();
        AdminSite.UseCases useCases = admin.useCases();
        var layouts = new Layouts(useCases.portals(), publicUrl);
        var routes = new ConsoleRoutes(admin.principals(), admin.cookie(), layouts, publicUrl);
        var customer = new CustomerPage(routes, useCases.customers(), useCases.possessions());
        List<ConsolePage> pages = List.of(
                new SignInPage(routes, admin.signIn()),
                new SetupPage(routes, admin.setup()),
                new OwnSessionsPage(routes, useCases.operators(), admin.sessions()),
                new OverviewPage(
                        routes,
                        admin.principals(),
                        new OverviewSources(useCases.statistics(), parts.outbox(), useCases.clients())),
                new WhyPage(routes, diagnoses(parts, useCases)),
                new CustomersPage(routes, useCases.customers()),
                customer,
                new CustomerActions(
                        routes,
                        customer,
                        new CustomerActions.UseCases(
                                useCases.customers(),
                                useCases.possessions(),
                                useCases.signIns(),
                                useCases.passkeys(),
                                new LinkAdministration(
                                        new CustomerStore(sql),
                                        new LinkStore(sql, parts.outbox()),
                                        new Links(config.link(), publicUrl),
                                        parts.mailDue()),
                                new PreconditionStore(sql))),
                new PortalsPage(
                        routes,
                        useCases.portals(),
                        useCases.clients(),
                        sender(config.mail().from())),
                new AuditPage(routes, useCases.audit()),
                new MailPage(routes, useCases.mail(), useCases.mailDue()),
                new NodesPage(routes, useCases.health()));
        return new ConsoleSite(layouts, pages);
    }

    private static String sender(Mailbox from) {
        return from.name().isEmpty() ? from.address() : from.name() + " <" + from.address() + ">";
    }

    private static Diagnoses diagnoses(AdminApi.Parts parts, AdminSite.UseCases useCases) {
        Sql sql = parts.sql();
        var store = new DiagnosisStore(sql);
        var lockout = new Lockout(parts.config().guard(), parts.keys());
        var findings = new CustomerFindings(
                new CustomerAdministrationStore(sql),
                new GuardStore(sql),
                useCases.audit(),
                store,
                lockout,
                new RateLimiter(parts.config().guard(), parts.keys()));
        var sources = new Diagnoses.Sources(
                store,
                findings,
                new PortalAdministrationStore(sql, new PortalStore(sql)),
                useCases.audit(),
                lockout,
                parts.signingKeys());
        return new Diagnoses(
                sources, parts.keys(), Clock.systemUTC(), parts.config().mode() == Mode.TEST);
    }
}
