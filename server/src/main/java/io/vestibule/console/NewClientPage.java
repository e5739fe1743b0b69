package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.ClientName;
import io.vestibule.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an API client: an application of OpenID Connect, or a program. */
public final class NewClientPage implements ConsolePage {
    private static final String PATH = "/console/clients/add";

    private final ConsoleRoutes routes;
    private final ClientAdministration clients;

    public NewClientPage(ConsoleRoutes routes, ClientAdministration clients) {
        this.routes = routes;
        this.clients = clients;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.CLIENT_CHANGE, call -> ask(200, call, null)),
                routes.form(PATH, Action.CLIENT_CHANGE, call -> ask(200, call, null), this::add));
    }

    /** The portal that the new client shall call for: in the form, or in the query that led to it. */
    private static long portal(Call call) {
        long portal = Ids.id(call.parameter("portal")).orElseThrow(() -> new Refused(Notice.unknown()));
        call.in(portal, Action.CLIENT_CHANGE);
        return portal;
    }

    private static boolean openid(Call call) {
        return !call.parameter("kind").equals("program");
    }

    private static Answer ask(int status, Call call, @Nullable String fault) {
        Layout layout = call.layout(Section.CLIENTS, portal(call));
        boolean openid = openid(call);
        ClientForm form = call.typed() ? ClientForm.typed(call, openid) : ClientForm.usual(openid);
        return form.answer(
                status,
                new FormFrame(
                        layout,
                        openid ? "Add an application" : "Add a program",
                        layout.at(PATH),
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
            return ask(422, call, "A name has " + ClientName.RULE + ".");
        }
        if (typed.dialects().isEmpty()) {
            return ask(422, call, "Say what it speaks: sonar, logicboxes or both.");
        }
        if (reason.fault() != null) {
            return ask(422, call, reason.fault());
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
            return ask(422, call, e.sentence());
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
                                null,
                                "Secret",
                                secret,
                                layout.at(ClientPage.path(made)))
                        .answer();
            }
            case ClientAdministration.Registered() ->
                call.goTo(ClientPage.path(clients.details(name.value()).orElseThrow()));
            case ClientAdministration.NameTaken() -> ask(422, call, "Another client has the name.");
            case ClientAdministration.Refused(String sentence) -> ask(422, call, sentence);
            case ClientAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }
}
