package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.ApiClientStore.Listed;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An API client: what it may, when it called last, and what can be done about it. */
public final class ClientPage implements ConsolePage {
    static final String PATH = "/console/clients/{client}";

    private final ConsoleRoutes routes;
    private final ClientAdministration clients;

    public ClientPage(ConsoleRoutes routes, ClientAdministration clients) {
        this.routes = routes;
        this.clients = clients;
    }

    /**
     * What the template shows.
     *
     * @param may    what they may do about it
     * @param change whether they may change it
     * @param done   what was just done; null for nothing
     */
    public record View(
            Layout layout,
            Details details,
            List<ClientAction> may,
            boolean change,
            @Nullable String done) {
        public Listed listed() {
            return details.listed();
        }

        public String dialects() {
            return ClientSummary.dialects(details.client());
        }

        /** All that OpenID Connect adds. */
        public Map<String, List<String>> more() {
            return ClientSummary.of(details);
        }

        public String to(String path) {
            return layout.at(path(details) + path);
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page(PATH, Action.CLIENT_READ, this::show));
    }

    static String path(Details details) {
        return "/console/clients/" + details.client().id();
    }

    /** Tells one state of a client from another; that it calls is no change. */
    static String version(Details details) {
        Listed listed = details.listed();
        return Version.of(
                ClientSummary.dialects(listed.client()),
                listed.client().networks().toString(),
                String.valueOf(listed.disabled()),
                String.valueOf(listed.secretVersion()),
                String.valueOf(listed.formerSecretUntil()),
                ClientSummary.of(details).toString(),
                details.metadata() == null
                        ? ""
                        : String.valueOf(details.metadata().jwks()));
    }

    /** The client in the path, as it is at this moment, if it is of a portal of theirs. */
    Details details(Call call, Action action) {
        Details found = clients.details(call.id("client")).orElseThrow(() -> new Refused(Notice.unknown()));
        call.in(found.client().portalId(), action);
        return found;
    }

    /** A form about a client. */
    GuardedForm<Details> form(PreconditionStore preconditions, GuardedForm.Page<Details> shown) {
        return new GuardedForm<>(
                preconditions,
                PreconditionStore.Resource.CLIENT,
                call -> call.id("client"),
                call -> details(call, Action.CLIENT_CHANGE),
                ClientPage::version,
                shown);
    }

    private Answer show(Call call) {
        Details details = details(call, Action.CLIENT_READ);
        long portal = details.client().portalId();
        boolean change = call.may(Action.CLIENT_CHANGE, portal);
        return Screen.show(
                200,
                "client",
                new View(
                        call.layout(Section.CLIENTS, portal),
                        details,
                        Stream.of(ClientAction.values())
                                .filter(action -> change && action.fits(details.listed()))
                                .toList(),
                        change,
                        done(call.query("done").orElse(""))));
    }

    private static @Nullable String done(String label) {
        return label.equals("change")
                ? "The client is changed."
                : ClientAction.of(label).map(ClientAction::done).orElse(null);
    }
}
