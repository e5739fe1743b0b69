package io.vestibule.admin;

import static io.vestibule.operator.Action.CUSTOMER_READ;
import static io.vestibule.operator.Action.PORTAL_READ;
import static io.vestibule.operator.Action.UPSTREAM_CHANGE;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore.Resource;
import io.vestibule.administration.UpstreamAdministration;
import io.vestibule.administration.UpstreamAdministration.Asked;
import io.vestibule.administration.UpstreamAdministration.BadCredentials;
import io.vestibule.administration.UpstreamAdministration.BadUrl;
import io.vestibule.administration.UpstreamAdministration.Done;
import io.vestibule.administration.UpstreamAdministration.NoUpstream;
import io.vestibule.administration.UpstreamAdministration.UnknownPortal;
import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamClients.Probe;
import io.vestibule.upstream.UpstreamCustomer;
import io.vestibule.upstream.UpstreamProgressStore.Progress;
import io.vestibule.upstream.UpstreamStore.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The systems that portals come from, and how far the move is. */
final class UpstreamResources {
    private static final String KIND_RULE = "must be sonar, logicboxes, keaze or hook";

    private final UpstreamAdministration upstreams;
    private final PortalAdministration portals;
    private final Changes changes;

    UpstreamResources(UpstreamAdministration upstreams, PortalAdministration portals, Changes changes) {
        this.upstreams = upstreams;
        this.portals = portals;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals/{portal}/upstream", PORTAL_READ, call -> Changes.shown(json(call.portal()))),
                AdminRoute.put("/portals/{portal}/upstream", UPSTREAM_CHANGE, this::set),
                AdminRoute.delete("/portals/{portal}/upstream", UPSTREAM_CHANGE, this::remove),
                AdminRoute.post("/portals/{portal}/upstream/test", UPSTREAM_CHANGE, this::test),
                AdminRoute.get("/portals/{portal}/upstream/progress", PORTAL_READ, this::progress),
                AdminRoute.get("/portals/{portal}/upstream/awaited", CUSTOMER_READ, this::awaited));
    }

    /** Empty if there is no such portal. Its progress is a resource of its own: that changes by itself. */
    private Optional<Json> json(long portal) {
        return portals.portal(portal)
                .map(found -> Json.object()
                        .put(
                                "upstream",
                                upstreams
                                        .setting(portal)
                                        .map(UpstreamResources::json)
                                        .orElse(Json.Null.NULL))
                        .build());
    }

    private static Json json(Setting setting) {
        return Json.object()
                .put("kind", setting.kind().label())
                .put("url", setting.url())
                .put("setAt", Values.moment(setting.setAt()))
                .build();
    }

    private Answer set(Call call) {
        long portal = call.portal();
        Body body = call.body();
        Kind kind = body.required("kind", Kind::parse, KIND_RULE, Kind.KEAZE);
        String url = body.requiredText("url");
        Body given = body.object("credentials");
        Json.Builder credentials = Json.object();
        if (given != null) {
            given.all().forEach(credentials::put);
        }
        Long firstId = body.number("idsFrom", 1, UpstreamAdministration.LAST_FIRST_ID);
        body.checked();
        return changes.change(call, Resource.PORTAL, portal, () -> json(portal), () -> {
            switch (upstreams.set(portal, kind, url, credentials.build().utf8(), firstId, call.context())) {
                case Done() -> {}
                case BadUrl(String why) ->
                    throw AdminProblem.invalid("/url", "can't be asked: " + why).thrown();
                case BadCredentials(String why) ->
                    throw AdminProblem.invalid("/credentials", "can't be used: " + why)
                            .thrown();
                case UnknownPortal(long unknown) ->
                    throw AdminProblem.notFound().thrown();
            }
        });
    }

    private Answer remove(Call call) {
        long portal = call.portal();
        return changes.delete(call, Resource.PORTAL, portal, () -> json(portal), () -> {
            switch (upstreams.remove(portal, call.context())) {
                case Done() -> {}
                case NoUpstream() -> throw AdminProblem.notFound().thrown();
                case UnknownPortal(long unknown) ->
                    throw AdminProblem.notFound().thrown();
            }
        });
    }

    private Answer test(Call call) {
        long portal = call.portal();
        Body body = call.body();
        String login = body.text("login");
        body.checked();
        return switch (upstreams.test(portal, login == null ? UpstreamAdministration.NOBODY : LoginName.of(login))) {
            case Asked(Probe.Answered(LookUpResult result)) -> Answer.json(200, told(result));
            case Asked(Probe.Faulty(String what)) -> Answer.json(200, outcome("fault", Json.Null.NULL, Json.of(what)));
            case NoUpstream() -> throw AdminProblem.notFound().thrown();
            case UnknownPortal(long unknown) -> throw AdminProblem.notFound().thrown();
        };
    }

    private static Json told(LookUpResult result) {
        return switch (result) {
            case LookUpResult.Known(UpstreamCustomer customer) ->
                outcome(
                        "known",
                        Json.object()
                                .put("id", Values.number(customer.id()))
                                .put(
                                        "fields",
                                        Values.texts(
                                                new TreeSet<>(customer.profile().keySet())))
                                .build(),
                        Json.Null.NULL);
            case LookUpResult.Disabled() -> outcome("disabled", Json.Null.NULL, Json.Null.NULL);
            case LookUpResult.Unknown() -> outcome("unknown", Json.Null.NULL, Json.Null.NULL);
        };
    }

    private static Json outcome(String outcome, Json customer, Json fault) {
        return Json.object()
                .put("outcome", outcome)
                .put("customer", customer)
                .put("fault", fault)
                .build();
    }

    private Answer progress(Call call) {
        Progress progress = upstreams
                .progress(call.portal())
                .orElseThrow(() -> AdminProblem.notFound().thrown());
        Instant faultAt = progress.faultAt();
        return Answer.json(
                200,
                Json.object()
                        .put("movedIn", progress.movedIn())
                        .put("movedInLastDay", progress.lastDay())
                        .put("movedInADay", new Json.Number(String.format(Locale.ROOT, "%.1f", progress.aDay())))
                        .put("awaited", progress.awaited())
                        .put(
                                "lastFault",
                                faultAt == null
                                        ? Json.Null.NULL
                                        : Json.object()
                                                .put("at", Values.moment(faultAt))
                                                .put("what", progress.fault())
                                                .build())
                        .build());
    }

    /** Also once the upstream is taken away: nobody has come from it since. */
    private Answer awaited(Call call) {
        long portal = call.portal();
        Page page = call.page();
        if (portals.portal(portal).isEmpty()) {
            throw AdminProblem.notFound().thrown();
        }
        return page.of(
                upstreams.awaited(portal, page.afterId(), page.read()),
                customer -> CustomerResources.json(customer).build(),
                customer -> Json.of(customer.id()));
    }
}
