package io.vestibule;

import io.vestibule.admin.AdminSite;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.config.Config;
import io.vestibule.config.ImportConfig;
import io.vestibule.console.ApiKeysPage;
import io.vestibule.console.AuditPage;
import io.vestibule.console.ClientActions;
import io.vestibule.console.ClientChangePage;
import io.vestibule.console.ClientPage;
import io.vestibule.console.ClientsPage;
import io.vestibule.console.ConsolePage;
import io.vestibule.console.ConsoleRoutes;
import io.vestibule.console.ConsoleSite;
import io.vestibule.console.CustomerActionHandler;
import io.vestibule.console.CustomerActions;
import io.vestibule.console.CustomerChangePage;
import io.vestibule.console.CustomerPage;
import io.vestibule.console.CustomersPage;
import io.vestibule.console.ImportActions;
import io.vestibule.console.ImportOptionsPage;
import io.vestibule.console.ImportUploads;
import io.vestibule.console.ImportsPage;
import io.vestibule.console.KeysPage;
import io.vestibule.console.Layouts;
import io.vestibule.console.MailPage;
import io.vestibule.console.NewApiKeyPage;
import io.vestibule.console.NewClientPage;
import io.vestibule.console.NewCustomerPage;
import io.vestibule.console.NewOperatorPage;
import io.vestibule.console.NodesPage;
import io.vestibule.console.OperatorActions;
import io.vestibule.console.OperatorChangePage;
import io.vestibule.console.OperatorPage;
import io.vestibule.console.OperatorsPage;
import io.vestibule.console.OverviewPage;
import io.vestibule.console.OverviewSources;
import io.vestibule.console.OwnPasskeysPage;
import io.vestibule.console.OwnSessionsPage;
import io.vestibule.console.PortalForms;
import io.vestibule.console.ProofPage;
import io.vestibule.console.SetupPage;
import io.vestibule.console.SignInPage;
import io.vestibule.console.SignInPasskeys;
import io.vestibule.console.WhyPage;
import io.vestibule.http.DeferredSite;
import io.vestibule.http.Site;
import io.vestibule.sql.Sql;
import java.net.URI;
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
        OperatorAccounts accounts = admin.accounts();
        var routes = new ConsoleRoutes(accounts.principals(), accounts.cookie(), accounts.proof(), layouts, publicUrl);
        var preconditions = new PreconditionStore(sql);
        var customer = new CustomerPage(routes, useCases.customers(), useCases.customerData(), useCases.actAs());
        List<ConsolePage> pages = new ArrayList<>(List.of(
                new OverviewPage(
                        routes,
                        accounts.principals(),
                        new OverviewSources(useCases.statistics(), parts.outbox(), useCases.clients())),
                new WhyPage(routes, useCases.diagnoses()),
                new CustomersPage(routes, useCases.customers()),
                new NewCustomerPage(routes, new PortalForms(useCases.portals(), preconditions), useCases.customers()),
                new CustomerChangePage( // its path would be an action's
                        routes, customer, useCases.portals(), useCases.customers(), preconditions),
                customer,
                new CustomerActions(
                        routes,
                        customer,
                        new CustomerActionHandler(
                                useCases.customers(),
                                useCases.customerData(),
                                useCases.signIns(),
                                useCases.passkeys(),
                                useCases.links(),
                                useCases.actAs(),
                                admin.api()::export),
                        preconditions),
                new KeysPage(routes, useCases.keys(), preconditions),
                new AuditPage(routes, useCases.audit()),
                new MailPage(routes, useCases.mail(), useCases.mailDue()),
                new NodesPage(routes, useCases.health())));
        pages.addAll(PortalConsole.pages(parts, useCases, routes, preconditions));
        pages.addAll(clients(useCases, routes, preconditions));
        pages.addAll(imports(config.imports(), useCases, routes));
        pages.addAll(operators(accounts, useCases, routes, preconditions));
        return new ConsoleSite(layouts, pages);
    }

    private static List<ConsolePage> clients(
            AdminSite.UseCases useCases, ConsoleRoutes routes, PreconditionStore preconditions) {
        var client = new ClientPage(routes, useCases.clients());
        return List.of(
                new ClientsPage(routes, useCases.clients()),
                new NewClientPage(routes, useCases.clients()), // its path would be a client's
                new ClientChangePage(routes, client, useCases.clients(), preconditions),
                client,
                new ClientActions(routes, client, useCases.clients(), preconditions));
    }

    private static List<ConsolePage> imports(ImportConfig config, AdminSite.UseCases useCases, ConsoleRoutes routes) {
        var list = new ImportsPage(routes, useCases.imports(), config.mostMebibytes());
        return List.of(
                list,
                new ImportUploads(routes, useCases.imports(), list, config.mostBytes()),
                new ImportOptionsPage(routes, useCases.imports()),
                new ImportActions(routes, useCases.imports()));
    }

    private static List<ConsolePage> operators(
            OperatorAccounts accounts,
            AdminSite.UseCases useCases,
            ConsoleRoutes routes,
            PreconditionStore preconditions) {
        var signIn = new SignInPage(routes, accounts.signIn());
        var operator = new OperatorPage(routes, useCases.operators());
        return List.of(
                signIn,
                new SignInPasskeys(routes, signIn, accounts.passkeySignIn()),
                new ProofPage(routes, accounts.proof()),
                new SetupPage(routes, accounts.setup()),
                new OwnSessionsPage(routes, useCases.operators(), accounts.sessions()),
                new OwnPasskeysPage(routes, accounts.passkeys()),
                new OperatorsPage(routes, useCases.operators()),
                new NewOperatorPage(routes, useCases.operators()),
                new OperatorChangePage(routes, operator, useCases.operators(), preconditions),
                operator,
                new OperatorActions(routes, operator, useCases.operators(), preconditions),
                new NewApiKeyPage(routes, useCases.apiKeys()),
                new ApiKeysPage(routes, useCases.apiKeys(), preconditions));
    }
}
