package io.vestibule.console;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Portals: what each lets, where what it doesn't say comes from, and which URLs it allows. */
public final class PortalsPage implements ConsolePage {
    private static final int PAGE = 100;
    private static final String ONE = "/console/portals/{portal}";

    private final ConsoleRoutes routes;
    private final PortalAdministration portals;
    private final ClientAdministration clients;
    private final ActAsAdministration actAs;
    private final String serverSender;

    /** @param serverSender who mail is from where a portal has no sender of its own */
    public PortalsPage(
            ConsoleRoutes routes,
            PortalAdministration portals,
            ClientAdministration clients,
            ActAsAdministration actAs,
            String serverSender) {
        this.routes = routes;
        this.portals = portals;
        this.clients = clients;
        this.actAs = actAs;
        this.serverSender = serverSender;
    }

    /**
     * What the template of the list shows.
     *
     * @param more the query of the next page; null where there is none
     */
    public record ListView(
            Layout layout, List<Portal> portals, @Nullable String more) {}

    /**
     * What the template of one shows.
     *
     * @param sender  the portal's own; null where it has none
     * @param clients the first of them
     * @param actAs   whether operators may act for its customers
     * @param change  whether they may change it
     * @param done    what was just done; null for nothing
     */
    public record View(
            Layout layout,
            Portal portal,
            @Nullable String sender,
            String serverSender,
            List<ApiClientStore.Listed> clients,
            boolean actAs,
            boolean change,
            @Nullable String done) {}

    /**
     * The page on which a URL is allowed, or no longer.
     *
     * @param allow whether it shall be allowed
     * @param fault why it is shown again; null at first
     */
    public record UrlView(
            Layout layout,
            Portal portal,
            boolean allow,
            String url,
            String reason,
            @Nullable String fault) {
        public String title() {
            return allow ? "Allow a URL" : "Allow a URL no longer";
        }

        public String action() {
            return layout.at("/console/portals/" + portal.id() + (allow ? "/allow-url" : "/disallow-url"));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page("/console/portals", Action.PORTAL_READ, this::list),
                routes.page(ONE, Action.PORTAL_READ, this::show),
                routes.page(ONE + "/allow-url", Action.PORTAL_CHANGE, call -> ask(call, true)),
                routes.page(ONE + "/disallow-url", Action.PORTAL_CHANGE, call -> ask(call, false)),
                routes.form(ONE + "/allow-url", Action.PORTAL_CHANGE, call -> ask(call, true), this::allow),
                routes.form(ONE + "/disallow-url", Action.PORTAL_CHANGE, call -> ask(call, false), this::disallow));
    }

    private Answer list(Call call) {
        long after = call.query("after").flatMap(Digits::number).orElse(0L);
        List<Portal> found =
                portals.list(after, PAGE + 1, call.principal().portals().ids());
        List<Portal> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        String more = found.size() > PAGE
                ? "/console/portals?after=" + shown.getLast().id()
                : null;
        return Screen.show(200, "portals", new ListView(call.layout(Section.PORTALS), shown, more));
    }

    private Portal portal(Call call, Action action) {
        long id = call.id("portal");
        call.in(id, action);
        return portals.portal(id).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    private Answer show(Call call) {
        Portal portal = portal(call, Action.PORTAL_READ);
        String done = switch (call.query("done").orElse("")) {
            case "allow" -> "The URL is allowed.";
            case "disallow" -> "The URL is allowed no longer.";
            default -> null;
        };
        return Screen.show(
                200,
                "portal",
                new View(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        portals.sender(portal.id()).orElse(null),
                        serverSender,
                        clients.list(portal.id(), 0, PAGE),
                        actAs.isOn(portal.id()),
                        call.may(Action.PORTAL_CHANGE, portal.id()),
                        done));
    }

    private Answer ask(Call call, boolean allow) {
        return ask(200, call, portal(call, Action.PORTAL_CHANGE), allow, null);
    }

    private static Answer ask(int status, Call call, Portal portal, boolean allow, @Nullable String fault) {
        String url = call.has("url") ? call.field("url") : call.query("url").orElse("");
        return Screen.show(
                status,
                "portal-url",
                new UrlView(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        allow,
                        url,
                        call.field(Reason.FIELD),
                        fault));
    }

    private static Optional<AllowedUrl> url(Call call) {
        try {
            return Optional.of(AllowedUrl.of(call.field("url").strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer allow(Call call) {
        Portal portal = portal(call, Action.PORTAL_CHANGE);
        Optional<AllowedUrl> url = url(call);
        Reason reason = Reason.of(call);
        if (url.isEmpty()) {
            return ask(
                    422,
                    call,
                    portal,
                    true,
                    "That can't be allowed: it must be https://host/path/, without query and fragment.");
        }
        if (reason.fault() != null) {
            return ask(422, call, portal, true, reason.fault());
        }
        return switch (portals.allow(portal.id(), url.get(), call.because(reason.text()))) {
            case PortalAdministration.Done() -> call.goTo("/console/portals/" + portal.id() + "?done=allow");
            case PortalAdministration.AllowedAlready() -> ask(422, call, portal, true, "It is allowed already.");
            case PortalAdministration.PlainHttp() ->
                ask(422, call, portal, true, "Plain http is for test mode: it must be https.");
            case PortalAdministration.TooManySites(int most) ->
                ask(
                        422,
                        call,
                        portal,
                        true,
                        "Passkeys of this portal would be for more than " + most
                                + " other sites, which browsers don't take.");
            case PortalAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }

    private Answer disallow(Call call) {
        Portal portal = portal(call, Action.PORTAL_CHANGE);
        Optional<AllowedUrl> url = url(call);
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return ask(422, call, portal, false, reason.fault());
        }
        if (url.isEmpty()) {
            return ask(422, call, portal, false, "It isn't allowed.");
        }
        return switch (portals.disallow(portal.id(), url.get(), call.because(reason.text()))) {
            case PortalAdministration.Done() -> call.goTo("/console/portals/" + portal.id() + "?done=disallow");
            case PortalAdministration.NotAllowed() -> ask(422, call, portal, false, "It isn't allowed any longer.");
            case PortalAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }
}
