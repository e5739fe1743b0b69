package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.TemporaryPassword;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.CustomerChanges;
import io.vestibule.provisioning.Provisioned;
import io.vestibule.provisioning.Provisioning;
import io.vestibule.secret.Secret;
import io.vestibule.signin.LinkRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Customers' passwords, set by the reseller or by a link that is mailed. */
public final class NewPasswordCalls implements CallGroup {
    /** "valid 3 days" */
    private static final Duration TEMPORARY = Duration.ofDays(3);

    private final Provisioning provisioning;
    private final LinkRequests links;
    private final PasswordPolicy policy;
    private final LogicBoxesError errors;

    public NewPasswordCalls(
            Provisioning provisioning, LinkRequests links, PasswordPolicy policy, LogicBoxesError errors) {
        this.provisioning = provisioning;
        this.links = links;
        this.policy = policy;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(
                NamedCall.post("v2/change-password", this::change),
                NamedCall.post("change-password", this::change),
                NamedCall.getOrPost("forgot-password", this::forgot),
                NamedCall.getOrPost("temp-password", this::setTemporary));
    }

    /** Ends whatever the password before it opened. */
    private Answer change(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long id = given.id("customer-id");
        Secret password = Secret.of(given.required("new-passwd"));
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        if (!(provisioning.customer(caller, id) instanceof Provisioned.Done(Customer customer))) {
            return errors.unknownCustomer(format, id);
        }
        Optional<String> objection = policy.objection(password, customer.logins());
        if (objection.isPresent()) {
            return errors.reasons(format, Reasons.of("new-passwd", objection.get()));
        }
        CustomerChanges nothing = CustomerChanges.ofHolder(null, null, Map.of());
        return set(format, id, provisioning.change(caller, id, nothing, password), Json.Bool.TRUE);
    }

    /** "{@code true}; the customer gets mail": one and the same answer, whether or not somebody has the username. */
    private Answer forgot(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        LoginName username = LoginName.of(given.required("username"));
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        return switch (links.resetHere(caller, username)) {
            case LinkRequests.Result.Mailed mailed -> format.value(200, Json.Bool.TRUE);
            case LinkRequests.Result.Unknown() -> format.value(200, Json.Bool.TRUE);
            case LinkRequests.Result.Disabled disabled -> format.value(200, Json.Bool.TRUE);
            case LinkRequests.Result.Throttled(Duration retryAfter) ->
                errors.of(format, new Problem.Throttled(retryAfter));
        };
    }

    /** "a temporary password, valid 3 days, which must be changed at first use" */
    private Answer setTemporary(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long id = given.id("customer-id");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        if (!(provisioning.customer(caller, id) instanceof Provisioned.Done)) { // a hash is too expensive for nobody
            return errors.unknownCustomer(format, id);
        }
        Secret password = TemporaryPassword.random();
        return set(
                format,
                id,
                provisioning.setTemporaryPassword(caller, id, password, TEMPORARY),
                Json.of(password.reveal()));
    }

    private Answer set(Format format, long id, Provisioned done, Json success) {
        return done instanceof Provisioned.Done ? format.value(200, success) : errors.unknownCustomer(format, id);
    }
}
