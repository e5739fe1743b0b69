package io.vestibule.console;

import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.ArrayList;
import java.util.List;
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
            GuardedForm<Portal> form = forms.form(
                    call -> forms.portal(call, Action.PORTAL_CHANGE),
                    portal -> version(part.values(portal)),
                    (status, call, portal, fault) -> show(status, call, portal, part, fault));
            String path = PortalForms.ONE + "/" + part.path();
            form.routes(
                            routes,
                            path,
                            Action.PORTAL_CHANGE,
                            (call, portal, context) -> change(call, portal, part, context))
                    .forEach(route -> all.add(route.withUpload(part.upload())));
        }
        return all;
    }

    private static String version(List<Value> values) {
        return Version.of(values.toString());
    }

    private static Answer show(int status, Call call, Portal portal, PortalPart part, @Nullable String fault) {
        List<Value> values = part.values(portal);
        Layout layout = call.layout(Section.PORTALS, portal.id());
        return Screen.framing(
                status,
                "portal-form",
                new FormView(
                        new FormFrame(
                                layout,
                                part.title() + ": " + portal.name(),
                                layout.at(PortalForms.at(portal, part.path())),
                                layout.at(PortalForms.at(portal, "")),
                                GuardedForm.version(call, status, version(values)),
                                call.field(Reason.FIELD),
                                fault),
                        part.lead(),
                        "Save",
                        part.fields(call, portal),
                        status == 409 ? values : List.of(),
                        part.upload() > 0,
                        part.upload() > 0 ? BrandPreview.of(call, portal) : null));
    }

    private static Outcome change(Call call, Portal portal, PortalPart part, AuditContext context) {
        return part.change(call, portal, context)
                .<Outcome>map(Outcome.Rejected::new)
                .orElseGet(() -> new Outcome.Done(call.goTo(PortalForms.at(portal, "") + "?done=" + part.path())));
    }
}
