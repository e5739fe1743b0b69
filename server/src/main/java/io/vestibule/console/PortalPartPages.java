package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The forms by which a portal is changed, a page each. */
public final class PortalPartPages implements ConsolePage {
    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final PortalParts parts;

    public PortalPartPages(ConsoleRoutes routes, PortalForms forms, PortalParts parts) {
        this.routes = routes;
        this.forms = forms;
        this.parts = parts;
    }

    @Override
    public List<Route> routes() {
        List<Route> all = new ArrayList<>();
        for (PortalPart part : parts.all()) {
            String path = PortalForms.ONE + "/" + part.path();
            Function<Call, Answer> ask = call -> ask(call, part);
            all.add(routes.page(path, Action.PORTAL_CHANGE, ask));
            all.add(routes.form(path, Action.PORTAL_CHANGE, ask, call -> change(call, part))
                    .withUpload(part.upload()));
        }
        return all;
    }

    private Answer ask(Call call, PortalPart part) {
        return show(200, call, forms.portal(call, Action.PORTAL_CHANGE), part, null);
    }

    /** As it is stored now, which needn't be what the form was made from. */
    private Answer show(int status, Call call, Portal before, PortalPart part, @Nullable String fault) {
        Portal portal = status == 409 ? forms.portal(call, Action.PORTAL_CHANGE) : before;
        List<Value> values = part.values(portal);
        return Screen.framing(
                status,
                "portal-form",
                new FormView(
                        call.layout(Section.PORTALS, portal.id()),
                        part.title() + ": " + portal.name(),
                        part.lead(),
                        call.layouts().base() + PortalForms.at(portal, part.path()),
                        call.layouts().base() + PortalForms.at(portal, ""),
                        "Save",
                        PortalForms.version(call, status, values),
                        part.fields(call, portal),
                        call.field(Reason.FIELD),
                        fault,
                        status == 409 ? values : List.of(),
                        part.upload() > 0,
                        part.upload() > 0 ? BrandPreview.of(call, portal) : null));
    }

    private Answer change(Call call, PortalPart part) {
        Portal portal = forms.portal(call, Action.PORTAL_CHANGE);
        return forms.change(
                call,
                portal,
                () -> part.values(forms.portal(call, Action.PORTAL_CHANGE)),
                context -> part.change(call, portal, context),
                (status, fault) -> show(status, call, portal, part, fault),
                PortalForms.at(portal, "") + "?done=" + part.path());
    }
}
