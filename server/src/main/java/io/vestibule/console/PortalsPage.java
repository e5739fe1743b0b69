package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Portal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Portals: what each lets, where what it doesn't say comes from, and whether a URL is allowed. */
public final class PortalsPage implements ConsolePage {
    private static final int PAGE = 100;

    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final PortalParts parts;
    private final PortalAdministration portals;
    private final ClientAdministration clients;

    public PortalsPage(
            ConsoleRoutes routes,
            PortalForms forms,
            PortalParts parts,
            PortalAdministration portals,
            ClientAdministration clients) {
        this.routes = routes;
        this.forms = forms;
        this.parts = parts;
        this.portals = portals;
        this.clients = clients;
    }

    /**
     * What the template of the list shows.
     *
     * @param more   the query of the next page; null where there is none
     * @param create whether they may make one
     */
    public record ListView(
            Layout layout, List<Portal> portals, @Nullable String more, boolean create) {}

    /** A part of a portal, and the address of the form that changes it. */
    public record PartView(String title, String path, List<Value> values) {}

    /**
     * A URL that is tried.
     *
     * @param test null where none is
     */
    public record Trial(String url, PortalAdministration.@Nullable UrlTest test) {}

    /**
     * What the template of one shows.
     *
     * @param clients the first of them
     * @param change  whether they may change it
     * @param done    what was just done; null for nothing
     */
    public record View(
            Layout layout,
            Portal portal,
            List<PartView> parts,
            Trial trial,
            List<ApiClientStore.Listed> clients,
            boolean change,
            @Nullable String done) {
        /** The address of a page of the portal. */
        public String to(String path) {
            return layout.at(PortalForms.at(portal, path));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page("/console/portals", Action.PORTAL_READ, this::list),
                routes.page(PortalForms.ONE, Action.PORTAL_READ, this::show));
    }

    private Answer list(Call call) {
        long after = call.query("after").flatMap(Digits::number).orElse(0L);
        List<Portal> found =
                portals.list(after, PAGE + 1, call.principal().portals().ids());
        List<Portal> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        String more = found.size() > PAGE
                ? "/console/portals?after=" + shown.getLast().id()
                : null;
        return Screen.show(
                200,
                "portals",
                new ListView(call.layout(Section.PORTALS), shown, more, call.may(Action.PORTAL_CREATE)));
    }

    private Answer show(Call call) {
        Portal portal = forms.portal(call, Action.PORTAL_READ);
        String url = call.query("test").orElse("").strip();
        return Screen.show(
                200,
                "portal",
                new View(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        parts.all().stream()
                                .map(part -> new PartView(part.title(), part.path(), part.values(portal)))
                                .toList(),
                        new Trial(url, url.isEmpty() ? null : portals.test(portal, url)),
                        clients.list(portal.id(), 0, PAGE),
                        call.may(Action.PORTAL_CHANGE, portal.id()),
                        call.query("done").map(this::done).orElse(null)));
    }

    private @Nullable String done(String what) {
        return switch (what) {
            case "add" -> "The portal is made.";
            case "allow" -> "The URL is allowed.";
            case "disallow" -> "The URL is allowed no longer.";
            case "profile" -> "The profile's fields are changed.";
            case "upstream" -> "The upstream is changed.";
            default -> parts.done(what).orElse(null);
        };
    }
}
