package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.administration.ClientChanges;
import io.vestibule.administration.ClientName;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.operator.Action;
import io.vestibule.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an API client, and changes what one may. */
public final class ClientFormPage implements ConsolePage {
    private static final String ADD = "/console/clients/add";
    private static final String CHANGE = ClientPage.PATH + "/change";

    private final ConsoleRoutes routes;
    private final ClientPage page;
    private final ClientAdministration clients;
    private final GuardedForm<Details> form;

    public ClientFormPage(
            ConsoleRoutes routes, ClientPage page, ClientAdministration clients, PreconditionStore preconditions) {
        this.routes = routes;
        this.page = page;
        this.clients = clients;
        this.form = new GuardedForm<>(
                preconditions, PreconditionStore.Resource.CLIENT, ClientPage::version, ClientFormPage::change);
    }

    /**
     * What the template shows.
     *
     * @param client  null for a new one
     * @param action  where the form goes, as an address
     * @param back    where whoever doesn't want it goes, as an address
     * @param version of the client; empty for a new one
     * @param fault   why the page is shown again; null at first
     */
    public record View(
            Layout layout,
            String title,
            @Nullable Details client,
            ClientForm form,
            String action,
            String back,
            String version,
            String reason,
            @Nullable String fault) {}

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(ADD, Action.CLIENT_CHANGE, call -> add(200, call, null)),
                routes.form(ADD, Action.CLIENT_CHANGE, call -> add(200, call, null), this::add),
                routes.page(CHANGE, Action.CLIENT_CHANGE, this::change),
                routes.form(CHANGE, Action.CLIENT_CHANGE, this::change, this::act));
    }

    /** The portal that the new client shall call for: in the form, or in the query that led to it. */
    private static long portal(Call call) {
        String said =
                call.has("portal") ? call.field("portal") : call.query("portal").orElse("");
        long portal = Digits.number(said).orElseThrow(() -> new Refused(Notice.unknown()));
        call.in(portal, Action.CLIENT_CHANGE);
        return portal;
    }

    private static boolean isPost(Call call) {
        return call.request().method().equals("POST");
    }

    private static boolean openid(Call call) {
        String kind = call.has("kind") ? call.field("kind") : call.query("kind").orElse("");
        return !kind.equals("program");
    }

    private static Answer add(int status, Call call, @Nullable String fault) {
        long portal = portal(call);
        Layout layout = call.layout(Section.CLIENTS, portal);
        boolean openid = openid(call);
        return Screen.show(
                status,
                "client-form",
                new View(
                        layout,
                        openid ? "Add an application" : "Add a program",
                        null,
                        isPost(call) ? ClientForm.typed(call, openid) : ClientForm.usual(openid),
                        layout.at(ADD),
                        layout.to("/console/clients"),
                        "",
                        call.field(Reason.FIELD),
                        fault));
    }

    private Answer add(Call call) {
        long portal = portal(call);
        ClientForm typed = ClientForm.typed(call, openid(call));
        Reason reason = Reason.of(call);
        ClientName name = ClientName.parse(typed.text("name").strip()).orElse(null);
        if (name == null) {
            return add(422, call, "A name has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'.");
        }
        if (typed.dialects().isEmpty()) {
            return add(422, call, "Say what it speaks: sonar, logicboxes or both.");
        }
        if (reason.fault() != null) {
            return add(422, call, reason.fault());
        }
        try {
            AuditContext context = call.because(reason.text());
            return added(
                    call,
                    name,
                    typed.openid()
                            ? clients.register(
                                    name, portal, typed.dialects(), typed.networks(), typed.metadata(), context)
                            : clients.add(name, portal, typed.dialects(), typed.networks(), context));
        } catch (ClientForm.Unreadable e) {
            return add(422, call, e.sentence());
        }
    }

    private Answer added(Call call, ClientName name, ClientAdministration.AddResult result) {
        return switch (result) {
            case ClientAdministration.Issued(Secret secret) -> {
                Details made = clients.details(name.value()).orElseThrow();
                Layout layout = call.layout(Section.CLIENTS, made.client().portalId());
                yield new SecretView(
                                layout,
                                "The secret of " + name.value(),
                                "The client is made.",
                                "Secret",
                                secret,
                                layout.at(ClientPage.path(made)))
                        .answer();
            }
            case ClientAdministration.Registered() ->
                call.goTo(ClientPage.path(clients.details(name.value()).orElseThrow()));
            case ClientAdministration.NameTaken() -> add(422, call, "Another client has the name.");
            case ClientAdministration.Refused(String sentence) -> add(422, call, sentence);
            case ClientAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }

    private Answer change(Call call) {
        return change(
                200,
                call,
                page.details(call, Action.CLIENT_CHANGE).orElseThrow(() -> new Refused(Notice.unknown())),
                null);
    }

    private static Answer change(int status, Call call, Details details, @Nullable String fault) {
        Layout layout = call.layout(Section.CLIENTS, details.client().portalId());
        boolean openid = details.metadata() != null;
        String path = ClientPage.path(details);
        return Screen.show(
                status,
                "client-form",
                new View(
                        layout,
                        "Change " + details.client().name(),
                        details,
                        isPost(call) ? ClientForm.typed(call, openid) : ClientForm.of(details),
                        layout.at(path + "/change"),
                        layout.at(path),
                        GuardedForm.version(call, status, ClientPage.version(details)),
                        call.field(Reason.FIELD),
                        fault));
    }

    private Answer act(Call call) {
        return form.act(
                call,
                call.id("client"),
                () -> page.details(call, Action.CLIENT_CHANGE),
                (details, context) -> changed(call, details, context));
    }

    private Outcome changed(Call call, Details details, AuditContext context) {
        ClientForm typed = ClientForm.typed(call, details.metadata() != null);
        try {
            ClientMetadata metadata = typed.openid() ? typed.metadata() : null;
            var wanted =
                    new ClientChanges(typed.dialects(), typed.networks(), metadata == null ? null : before -> metadata);
            return switch (clients.change(details.client().name(), wanted, context)) {
                case ClientAdministration.Done() ->
                    new Outcome.Done(call.goTo(ClientPage.path(details) + "?done=change"));
                case ClientAdministration.Refused(String sentence) -> new Outcome.Not(sentence);
                case ClientAdministration.UnknownClient() ->
                    new Outcome.Not("The client is disabled. Enable it first.");
            };
        } catch (ClientForm.Unreadable e) {
            return new Outcome.Not(e.sentence());
        }
    }
}
