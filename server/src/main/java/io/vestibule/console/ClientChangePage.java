package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.administration.ClientChanges;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.operator.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes what an API client may. */
public final class ClientChangePage implements ConsolePage {
    private static final String PATH = ClientPage.PATH + "/change";

    private final ConsoleRoutes routes;
    private final ClientAdministration clients;
    private final GuardedForm<Details> form;

    public ClientChangePage(
            ConsoleRoutes routes, ClientPage page, ClientAdministration clients, PreconditionStore preconditions) {
        this.routes = routes;
        this.clients = clients;
        this.form = page.form(preconditions, ClientChangePage::ask);
    }

    @Override
    public List<Route> routes() {
        return form.routes(routes, PATH, Action.CLIENT_CHANGE, this::change);
    }

    private static ClientForm typed(Call call, Details details) {
        return ClientForm.typed(call, details.metadata() != null);
    }

    private static Answer ask(int status, Call call, Details details, @Nullable String fault) {
        Layout layout = call.layout(Section.CLIENTS, details.client().portalId());
        String path = ClientPage.path(details);
        ClientForm form = call.typed() ? typed(call, details) : ClientForm.of(details);
        return form.answer(
                status,
                new FormFrame(
                        layout,
                        "Change " + details.client().name(),
                        layout.at(path + "/change"),
                        layout.at(path),
                        GuardedForm.version(call, status, ClientPage.version(details)),
                        call.field(Reason.FIELD),
                        fault));
    }

    private Outcome change(Call call, Details details, AuditContext context) {
        ClientForm typed = typed(call, details);
        try {
            ClientMetadata metadata = typed.openid() ? typed.metadata() : null;
            var wanted =
                    new ClientChanges(typed.dialects(), typed.networks(), metadata == null ? null : before -> metadata);
            return switch (clients.change(details.client().name(), wanted, context)) {
                case ClientAdministration.Done() ->
                    new Outcome.Done(call.goTo(ClientPage.path(details) + "?done=change"));
                case ClientAdministration.Refused(String sentence) -> new Outcome.Rejected(sentence);
                case ClientAdministration.UnknownClient() ->
                    new Outcome.Rejected("The client is disabled. Enable it first.");
            };
        } catch (ClientForm.Unreadable e) {
            return new Outcome.Rejected(e.sentence());
        }
    }
}
