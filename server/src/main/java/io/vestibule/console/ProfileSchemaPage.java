package io.vestibule.console;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.SchemaTrial;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a portal adds to the built-in profile: a schema, which can be tried before it is set. */
public final class ProfileSchemaPage implements ConsolePage {
    private static final String PATH = PortalForms.ONE + "/profile";
    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final PortalAdministration portals;
    private final SchemaTrial trial;
    private final GuardedForm<Portal> form;

    public ProfileSchemaPage(ConsoleRoutes routes, PortalForms forms, PortalAdministration portals, SchemaTrial trial) {
        this.routes = routes;
        this.forms = forms;
        this.portals = portals;
        this.trial = trial;
        this.form = forms.form(
                call -> forms.portal(call, Action.PORTAL_CHANGE),
                portal -> Version.of(stored(portal)),
                (status, call, portal, fault) -> show(status, call, portal, null, fault));
    }

    /**
     * What the template shows.
     *
     * @param stored what the portal has; empty for nothing
     * @param schema what stands in the form
     * @param sample a profile to try it with
     * @param tried  what came of a trial; null where there was none
     * @param fault  why the form is shown again; null at first
     * @param stale  whether that is another's change
     */
    public record View(
            Layout layout,
            Portal portal,
            String stored,
            String schema,
            String sample,
            SchemaTrial.@Nullable Result tried,
            boolean change,
            String version,
            String reason,
            @Nullable String fault,
            boolean stale) {
        public String to(String path) {
            return layout.at(PortalForms.at(portal, path));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.PORTAL_READ, this::ask),
                routes.form(PATH, Action.PORTAL_CHANGE, this::ask, this::change).withUpload(Continuation.LARGEST),
                routes.form(PATH + "/check", Action.PORTAL_READ, this::ask, this::check)
                        .withUpload(Continuation.LARGEST));
    }

    private Answer ask(Call call) {
        return show(200, call, forms.portal(call, Action.PORTAL_READ), null, null);
    }

    private Answer show(
            int status, Call call, Portal portal, SchemaTrial.@Nullable Result tried, @Nullable String fault) {
        String stored = stored(portal);
        return Screen.show(
                status,
                "profile-schema",
                new View(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        stored,
                        call.typed() ? call.field("schema") : stored,
                        call.field("sample"),
                        tried,
                        call.may(Action.PORTAL_CHANGE, portal.id()),
                        GuardedForm.version(call, status, Version.of(stored)),
                        call.field(Reason.FIELD),
                        fault,
                        status == 409));
    }

    private String stored(Portal portal) {
        return portals.profileSchema(portal.id()).orElse("");
    }

    private Answer check(Call call) {
        Portal portal = forms.portal(call, Action.PORTAL_READ);
        SchemaTrial.Result tried = trial.of(portal.id(), portal.profile(), call.field("schema"), call.field("sample"));
        return show(tried instanceof SchemaTrial.Result.Usable ? 200 : 422, call, portal, tried, null);
    }

    private Answer change(Call call) {
        Portal portal = forms.portal(call, Action.PORTAL_CHANGE);
        SchemaTrial.Result tried = trial.of(portal.id(), portal.profile(), call.field("schema"), "");
        if (tried instanceof SchemaTrial.Result.Unusable) {
            return show(422, call, portal, tried, null);
        }
        return form.act(call, this::set);
    }

    private Outcome set(Call call, Portal portal, AuditContext context) {
        String schema = call.field("schema");
        return switch (portals.setProfileSchema(portal.id(), schema.isBlank() ? null : schema, context)) {
            case PortalAdministration.Done() ->
                new Outcome.Done(call.goTo(PortalForms.at(portal, "") + "?done=profile"));
            case PortalAdministration.NoJson(String reason) ->
                new Outcome.Rejected("The schema can't be used: " + reason + ".");
            case PortalAdministration.BadSchema(String reason) ->
                new Outcome.Rejected("The schema can't be used: " + reason + ".");
            case PortalAdministration.UnknownPortal(long unknown) -> new Outcome.Gone();
        };
    }
}
