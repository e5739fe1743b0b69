package io.vestibule;

import io.vestibule.admin.AdminSite;
import io.vestibule.administration.LinkAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.config.Config;
import io.vestibule.config.Mailbox;
import io.vestibule.config.Mode;
import io.vestibule.console.AuditPage;
import io.vestibule.console.ConsoleSite;
import io.vestibule.console.CustomerActions;
import io.vestibule.console.CustomerPage;
import io.vestibule.console.CustomersPage;
import io.vestibule.console.Frames;
import io.vestibule.console.Gate;
import io.vestibule.console.MailPage;
import io.vestibule.console.OverviewPage;
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
        var frames = new Frames(useCases.portals(), publicUrl);
        var gate = new Gate(admin.principals(), admin.cookie(), frames, publicUrl);
        var customer = new CustomerPage(gate, useCases.customers(), useCases.possessions());
        return new ConsoleSite(
                gate,
                new SignInPage(gate, admin.signIn()),
                new SetupPage(gate, admin.setup()),
                new OwnSessionsPage(gate, useCases.operators(), admin.sessions()),
                new OverviewPage(gate, useCases.statistics(), useCases.clients()),
                new WhyPage(gate, diagnoses(parts, useCases)),
                new CustomersPage(gate, useCases.customers()),
                customer,
                new CustomerActions(
                        gate,
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
                        gate,
                        useCases.portals(),
                        useCases.clients(),
                        sender(config.mail().from())),
                new AuditPage(gate, useCases.audit()),
                new MailPage(gate, useCases.mail(), useCases.mailDue()));
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
