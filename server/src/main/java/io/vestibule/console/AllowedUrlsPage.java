package io.vestibule.console;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Allows a URL of a portal, and no longer. */
public final class AllowedUrlsPage implements ConsolePage {
    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final PortalAdministration portals;

    public AllowedUrlsPage(ConsoleRoutes routes, PortalForms forms, PortalAdministration portals) {
        this.routes = routes;
        this.forms = forms;
        this.portals = portals;
    }

    /**
     * The page on which a URL is allowed, or no longer.
     *
     * @param allow whether it shall be allowed
     * @param fault why it is shown again; null at first
     */
    public record View(
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
            return layout.at(PortalForms.at(portal, allow ? "allow-url" : "disallow-url"));
        }
    }

    @Override
    public List<Route> routes() {
        String allow = PortalForms.ONE + "/allow-url";
        String disallow = PortalForms.ONE + "/disallow-url";
        return List.of(
                routes.page(allow, Action.PORTAL_CHANGE, call -> ask(call, true)),
                routes.page(disallow, Action.PORTAL_CHANGE, call -> ask(call, false)),
                routes.form(allow, Action.PORTAL_CHANGE, call -> ask(call, true), this::allow),
                routes.form(disallow, Action.PORTAL_CHANGE, call -> ask(call, false), this::disallow));
    }

    private Answer ask(Call call, boolean allow) {
        return ask(200, call, forms.portal(call, Action.PORTAL_CHANGE), allow, null);
    }

    private static Answer ask(int status, Call call, Portal portal, boolean allow, @Nullable String fault) {
        return Screen.show(
                status,
                "portal-url",
                new View(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        allow,
                        call.parameter("url"),
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
        Portal portal = forms.portal(call, Action.PORTAL_CHANGE);
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
            case PortalAdministration.Done() -> call.goTo(PortalForms.at(portal, "") + "?done=allow");
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
        Portal portal = forms.portal(call, Action.PORTAL_CHANGE);
        Optional<AllowedUrl> url = url(call);
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return ask(422, call, portal, false, reason.fault());
        }
        if (url.isEmpty()) {
            return ask(422, call, portal, false, "It isn't allowed.");
        }
        return switch (portals.disallow(portal.id(), url.get(), call.because(reason.text()))) {
            case PortalAdministration.Done() -> call.goTo(PortalForms.at(portal, "") + "?done=disallow");
            case PortalAdministration.NotAllowed() -> ask(422, call, portal, false, "It isn't allowed any longer.");
            case PortalAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }
}
