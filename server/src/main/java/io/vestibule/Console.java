package io.vestibule;

import io.vestibule.admin.AdminSite;
import io.vestibule.administration.LinkAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.console.AuditPage;
import io.vestibule.console.ConsolePage;
import io.vestibule.console.ConsoleRoutes;
import io.vestibule.console.ConsoleSite;
import io.vestibule.console.CustomerActions;
import io.vestibule.console.CustomerPage;
import io.vestibule.console.CustomersPage;
import io.vestibule.console.ImportActions;
import io.vestibule.console.ImportOptionsPage;
import io.vestibule.console.ImportUploads;
import io.vestibule.console.ImportsPage;
import io.vestibule.console.Layouts;
import io.vestibule.console.MailPage;
import io.vestibule.console.OverviewPage;
import io.vestibule.console.OwnSessionsPage;
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
import java.util.ArrayList;
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
        var customer = new CustomerPage(routes, useCases.customers(), useCases.possessions(), useCases.actAs());
        var importsPage =
                new ImportsPage(routes, useCases.imports(), config.imports().mostMebibytes());
        var preconditions = new PreconditionStore(sql);
        List<ConsolePage> pages = new ArrayList<>(List.of(
                new SignInPage(routes, admin.signIn()),
                new SetupPage(routes, admin.setup()),
                new OwnSessionsPage(routes, useCases.operators(), admin.sessions()),
                new OverviewPage(routes, useCases.statistics(), useCases.clients()),
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
                                useCases.actAs(),
                                preconditions)),
                new AuditPage(routes, useCases.audit()),
                new MailPage(routes, useCases.mail(), useCases.mailDue()),
                importsPage,
                new ImportUploads(
                        routes,
                        useCases.imports(),
                        importsPage,
                        config.imports().mostBytes()),
                new ImportOptionsPage(routes, useCases.imports()),
                new ImportActions(routes, useCases.imports())));
        pages.addAll(PortalConsole.pages(parts, useCases, routes, preconditions));
        return new ConsoleSite(layouts, pages);
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
