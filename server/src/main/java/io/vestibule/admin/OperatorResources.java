package io.vestibule.admin;

import static io.vestibule.operator.Action.OPERATOR_CHANGE;
import static io.vestibule.operator.Action.OPERATOR_READ;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.OperatorAdministration.Added;
import io.vestibule.administration.OperatorAdministration.ChangeResult;
import io.vestibule.administration.OperatorAdministration.Done;
import io.vestibule.administration.OperatorAdministration.EmailTaken;
import io.vestibule.administration.OperatorAdministration.Issued;
import io.vestibule.administration.OperatorAdministration.LastOwner;
import io.vestibule.administration.OperatorAdministration.UnknownOperator;
import io.vestibule.administration.OperatorAdministration.UnknownPortal;
import io.vestibule.administration.PortalName;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.operator.Operator;
import io.vestibule.operator.OperatorChanges;
import io.vestibule.operator.OperatorPasskey;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operators, as owners rule over them. */
final class OperatorResources {
    private static final String EMAIL_RULE = "must be an email address";
    private static final String NAME_RULE = "must be one line of at most " + PortalName.LONGEST + " characters";
    static final String ROLE_RULE = "must be viewer, support or owner";
    private static final EmailAddress PLACEHOLDER = new EmailAddress("nobody@vestibule.invalid");

    private final OperatorAdministration operators;
    private final Changes changes;

    OperatorResources(OperatorAdministration operators, Changes changes) {
        this.operators = operators;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        String one = "/operators/{operator}";
        return List.of(
                AdminRoute.get("/operators", OPERATOR_READ, this::list),
                AdminRoute.post("/operators", OPERATOR_CHANGE, this::add),
                AdminRoute.get(one, OPERATOR_READ, call -> Changes.shown(json(call.id("operator")))),
                AdminRoute.patch(one, OPERATOR_CHANGE, this::change),
                AdminRoute.delete(one, OPERATOR_CHANGE, this::delete),
                AdminRoute.post(one + "/reset", OPERATOR_CHANGE, this::reset),
                AdminRoute.get(one + "/sessions", OPERATOR_READ, this::sessions),
                AdminRoute.delete(one + "/sessions", OPERATOR_CHANGE, this::endSessions),
                AdminRoute.delete(one + "/sessions/{session}", OPERATOR_CHANGE, this::endSession),
                AdminRoute.get(one + "/passkeys", OPERATOR_READ, this::passkeys),
                AdminRoute.delete(one + "/passkeys/{passkey}", OPERATOR_CHANGE, this::removePasskey));
    }

    private Answer list(Call call) {
        Page page = call.page();
        return page.of(
                operators.list(page.afterId(), page.read()),
                OperatorResources::json,
                operator -> Json.of(operator.id()));
    }

    private Optional<Json> json(long operator) {
        return operators.byId(operator).map(OperatorResources::json);
    }

    private static Json json(Operator operator) {
        return Json.object()
                .put("id", operator.id())
                .put("email", operator.email())
                .put("name", operator.name())
                .put("role", operator.role().label())
                .put("portals", Values.portals(operator.portals()))
                .put("ready", operator.ready())
                .put("linkUntil", Values.moment(operator.linkUntil()))
                .put("disabled", operator.disabled())
                .put("lockedUntil", Values.moment(operator.lockedUntil()))
                .put("signedInAt", Values.moment(operator.signedInAt()))
                .put("createdAt", Values.moment(operator.createdAt()))
                .build();
    }

    private Answer add(Call call) {
        Body body = call.body();
        EmailAddress email = body.required("email", EmailAddress::parse, EMAIL_RULE, PLACEHOLDER);
        PortalName name = body.parsed("name", PortalName::parse, NAME_RULE);
        Role role = body.required("role", Role::parse, ROLE_RULE, Role.VIEWER);
        List<Long> portals = body.ids("portals");
        body.checked();
        PortalScope scope = portals == null ? PortalScope.ALL : PortalScope.of(portals);
        return switch (operators.add(email, name == null ? email.value() : name.value(), role, scope, call.context())) {
            case Added(long id, Secret link) ->
                Answer.json(
                                201,
                                Json.object()
                                        .put("operator", json(id).orElseThrow())
                                        .put("link", link.reveal())
                                        .build())
                        .with("Location", AdminSite.ROOT + "/operators/" + id);
            case EmailTaken() -> throw emailTaken();
            case UnknownPortal(long portal) -> throw unknownPortal(portal);
        };
    }

    private static AdminProblem.Thrown emailTaken() {
        return AdminProblem.conflict("Another operator signs in with that address.")
                .thrown();
    }

    static AdminProblem.Thrown unknownPortal(long portal) {
        return AdminProblem.invalid("/portals", "there is no portal " + portal).thrown();
    }

    private Answer change(Call call) {
        long operator = call.id("operator");
        Body body = call.body();
        body.neverCleared("email", "name", "role", "disabled");
        EmailAddress email = body.parsed("email", EmailAddress::parse, EMAIL_RULE);
        PortalName name = body.parsed("name", PortalName::parse, NAME_RULE);
        Role role = body.parsed("role", Role::parse, ROLE_RULE);
        boolean all = body.clears("portals");
        List<Long> portals = body.ids("portals");
        Boolean disabled = body.bool("disabled");
        body.checked();
        var wanted = new OperatorChanges(
                email == null ? null : email.value(),
                name == null ? null : name.value(),
                role,
                all ? PortalScope.ALL : portals == null ? null : PortalScope.of(portals));
        return changes.change(call, PreconditionStore.Resource.OPERATOR, operator, () -> json(operator), () -> {
            if (!wanted.equals(new OperatorChanges(null, null, null, null))) {
                check(operators.set(operator, wanted, call.context()));
            }
            disable(call, operator, disabled);
        });
    }

    private void disable(Call call, long operator, @Nullable Boolean disabled) {
        if (disabled != null) {
            check(disabled ? operators.disable(operator, call.context()) : operators.enable(operator, call.context()));
        }
    }

    private static void check(ChangeResult result) {
        switch (result) {
            case Done() -> {}
            case EmailTaken() -> throw emailTaken();
            case LastOwner() ->
                throw AdminProblem.conflict("Nobody would be left who may manage operators.")
                        .thrown();
            case UnknownOperator() -> throw AdminProblem.notFound().thrown();
            case UnknownPortal(long portal) -> throw unknownPortal(portal);
        }
    }

    private Answer delete(Call call) {
        long operator = call.id("operator");
        return changes.delete(
                call,
                PreconditionStore.Resource.OPERATOR,
                operator,
                () -> json(operator),
                () -> check(operators.delete(operator, call.context())));
    }

    private Answer reset(Call call) {
        return switch (operators.reset(call.id("operator"), call.context())) {
            case Issued(Secret link) ->
                Answer.json(200, Json.object().put("link", link.reveal()).build());
            case UnknownOperator() -> throw AdminProblem.notFound().thrown();
        };
    }

    private long known(Call call) {
        return operators
                .byId(call.id("operator"))
                .orElseThrow(() -> AdminProblem.notFound().thrown())
                .id();
    }

    private Answer sessions(Call call) {
        return Answer.json(
                200,
                Json.object()
                        .put("items", Values.list(operators.sessions(known(call)), OperatorResources::json))
                        .build());
    }

    private static Json json(OperatorSessionStore.Session session) {
        return Json.object()
                .put("id", session.id().toString())
                .put("network", session.network())
                .put("createdAt", Values.moment(session.createdAt()))
                .put("seenAt", Values.moment(session.seenAt()))
                .put("expiresAt", Values.moment(session.expiresAt()))
                .build();
    }

    private Answer endSessions(Call call) {
        int ended = operators.endSessions(known(call), call.context());
        return Answer.json(200, Json.object().put("ended", ended).build());
    }

    private Answer endSession(Call call) {
        if (!operators.endSession(known(call), call.uuid("session"), call.context())) {
            throw AdminProblem.notFound().thrown();
        }
        return Call.noContent();
    }

    private Answer passkeys(Call call) {
        return Answer.json(
                200,
                Json.object()
                        .put("items", Values.list(operators.passkeys(known(call)), OperatorResources::json))
                        .build());
    }

    private static Json json(OperatorPasskey passkey) {
        return Json.object()
                .put("id", passkey.id())
                .put("name", passkey.name())
                .put("backedUp", passkey.backedUp())
                .put("createdAt", Values.moment(passkey.createdAt()))
                .put("lastUsedAt", Values.moment(passkey.lastUsedAt()))
                .build();
    }

    private Answer removePasskey(Call call) {
        return switch (operators.removePasskey(known(call), call.id("passkey"), call.context())) {
            case REMOVED -> Call.noContent();
            case LAST_FACTOR ->
                throw AdminProblem.conflict("The operator would be left without a second factor: reset them instead.")
                        .thrown();
            case UNKNOWN -> throw AdminProblem.notFound().thrown();
        };
    }
}
