package io.vestibule.console;

import io.vestibule.administration.UpstreamAdministration;
import io.vestibule.administration.UpstreamAdministration.Asked;
import io.vestibule.administration.UpstreamAdministration.BadCredentials;
import io.vestibule.administration.UpstreamAdministration.BadUrl;
import io.vestibule.administration.UpstreamAdministration.Done;
import io.vestibule.administration.UpstreamAdministration.NoUpstream;
import io.vestibule.administration.UpstreamAdministration.UnknownPortal;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamClients.Probe;
import io.vestibule.upstream.UpstreamProgressStore.Progress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The system that a portal comes from: how far its move is, setting one, trying it, and taking it away. Credentials are never shown. */
public final class UpstreamPage implements ConsolePage {
    private static final String PATH = PortalForms.ONE + "/upstream";

    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final UpstreamAdministration upstreams;
    private final long firstCustomerId;
    private final GuardedForm<Portal> form;

    /** @param firstCustomerId where ids begin that aren't the upstream's, if nobody says */
    public UpstreamPage(
            ConsoleRoutes routes, PortalForms forms, UpstreamAdministration upstreams, long firstCustomerId) {
        this.routes = routes;
        this.forms = forms;
        this.upstreams = upstreams;
        this.firstCustomerId = firstCustomerId;
        this.form = forms.form(
                call -> forms.portal(call, Action.UPSTREAM_CHANGE),
                this::version,
                (status, call, portal, fault) -> show(status, call, portal, null, fault));
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.PORTAL_READ, this::ask),
                routes.form(PATH, Action.UPSTREAM_CHANGE, this::ask, call -> form.act(call, this::set)),
                routes.form(PATH + "/test", Action.UPSTREAM_CHANGE, this::ask, this::test),
                routes.form(PATH + "/off", Action.UPSTREAM_CHANGE, this::ask, call -> form.act(call, this::off)));
    }

    private Answer ask(Call call) {
        return show(200, call, forms.portal(call, Action.PORTAL_READ), null, null);
    }

    private Answer show(int status, Call call, Portal portal, @Nullable String tried, @Nullable String fault) {
        Progress progress = upstreams.progress(portal.id()).orElse(null);
        boolean typed = call.has("kind");
        return Screen.show(
                status,
                "upstream",
                new UpstreamView(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        progress,
                        typed
                                ? call.field("kind")
                                : progress == null
                                        ? ""
                                        : progress.upstream().kind().label(),
                        typed
                                ? call.field("url")
                                : progress == null ? "" : progress.upstream().url(),
                        typed ? call.field("ids") : Long.toString(firstCustomerId),
                        call.field("login"),
                        call.may(Action.UPSTREAM_CHANGE, portal.id()),
                        GuardedForm.version(call, status, version(portal)),
                        call.field(Reason.FIELD),
                        tried,
                        fault));
    }

    /** Another with each setting, and not with what moves in meanwhile. */
    private String version(Portal portal) {
        return Version.of(upstreams.setting(portal.id()).map(Object::toString).orElse(""));
    }

    private Outcome set(Call call, Portal portal, AuditContext context) {
        Optional<Kind> kind = Kind.parse(call.field("kind"));
        Optional<Long> ids = Digits.number(call.field("ids").strip())
                .filter(id -> id >= 1 && id <= UpstreamAdministration.LAST_FIRST_ID);
        if (kind.isEmpty()) {
            return new Outcome.Rejected("Choose what kind of system it is.");
        }
        if (ids.isEmpty()) {
            return new Outcome.Rejected("The first id must be from 1 to " + UpstreamAdministration.LAST_FIRST_ID + ".");
        }
        String typed = call.field("credentials").strip();
        byte[] credentials = (typed.isEmpty() ? "{}" : typed).getBytes(StandardCharsets.UTF_8);
        String url = call.field("url").strip();
        return switch (upstreams.set(portal.id(), kind.get(), url, credentials, ids.get(), context)) {
            case Done() -> done(call, portal);
            case BadUrl(String why) -> new Outcome.Rejected("That URL can't be asked: " + why + ".");
            case BadCredentials(String why) -> new Outcome.Rejected("The credentials can't be used: " + why + ".");
            case UnknownPortal(long unknown) -> new Outcome.Gone();
        };
    }

    private Answer test(Call call) {
        Portal portal = forms.portal(call, Action.UPSTREAM_CHANGE);
        LoginName login = call.has("login") ? LoginName.of(call.field("login").strip()) : UpstreamAdministration.NOBODY;
        return switch (upstreams.test(portal.id(), login)) {
            case Asked(Probe.Answered(LookUpResult found)) -> show(200, call, portal, UpstreamView.told(found), null);
            case Asked(Probe.Faulty(String what)) -> show(422, call, portal, null, "It can't be used: " + what + ".");
            case NoUpstream() -> show(422, call, portal, null, "The portal has no upstream.");
            case UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }

    private Outcome off(Call call, Portal portal, AuditContext context) {
        return switch (upstreams.remove(portal.id(), context)) {
            case Done() -> done(call, portal);
            case NoUpstream() -> new Outcome.Rejected("The portal has no upstream.");
            case UnknownPortal(long unknown) -> new Outcome.Gone();
        };
    }

    private static Outcome done(Call call, Portal portal) {
        return new Outcome.Done(call.goTo(PortalForms.at(portal, "") + "?done=upstream"));
    }
}
