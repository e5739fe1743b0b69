package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.ApiClientStore.Listed;
import io.vestibule.portal.ClientName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API clients of a portal, by how their names begin. */
public final class ClientsPage implements ConsolePage {
    private static final int PAGE = 50;

    private final ConsoleRoutes routes;
    private final ClientAdministration clients;

    public ClientsPage(ConsoleRoutes routes, ClientAdministration clients) {
        this.routes = routes;
        this.clients = clients;
    }

    /**
     * What the template shows.
     *
     * @param typed how the names begin
     * @param more  the query of the next page; null where there is none
     * @param add   whether they may make one
     */
    public record View(
            Layout layout,
            String typed,
            List<Listed> clients,
            @Nullable String more,
            boolean add) {

        /** What a client speaks. */
        public static String dialects(Listed listed) {
            return ClientSummary.dialects(listed.client());
        }

        /** Where it may call from; empty for anywhere. */
        public static String networks(Listed listed) {
            return listed.client().networks().stream().map(Object::toString).collect(Collectors.joining(", "));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page("/console/clients", Action.CLIENT_READ, this::list));
    }

    private Answer list(Call call) {
        Layout all = call.layout(Section.CLIENTS);
        if (all.portals().isEmpty()) {
            return Screen.show(200, "clients", new View(all, "", List.of(), null, false));
        }
        Long chosen = all.portal();
        long portal = chosen == null ? all.portals().getFirst().id() : chosen;
        String typed = call.query("q").orElse("").strip();
        ClientName after = call.query("after").flatMap(ClientName::parse).orElse(null);
        long afterId = call.query("id").flatMap(Digits::number).orElse(0L);
        List<Listed> found = clients.search(portal, typed, after, afterId, PAGE + 1);
        List<Listed> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        return Screen.show(
                200,
                "clients",
                new View(
                        call.layout(Section.CLIENTS, portal),
                        typed,
                        shown,
                        found.size() > PAGE ? more(typed, shown.getLast()) : null,
                        call.may(Action.CLIENT_CHANGE, portal)));
    }

    /** Names need no encoding, nor does what one begins with. */
    private static String more(String typed, Listed last) {
        return "/console/clients?q=" + typed + "&after=" + last.client().name() + "&id="
                + last.client().id();
    }
}
