package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.guard.Permitted;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.Provisioned;
import io.vestibule.provisioning.Provisioning;
import io.vestibule.signin.LookUp;
import java.util.List;
import java.util.Optional;

/** A customer shown, or deleted. */
public final class DetailsCalls implements CallGroup {
    private final LookUp lookUp;
    private final Provisioning provisioning;
    private final LogicBoxesError errors;

    public DetailsCalls(LookUp lookUp, Provisioning provisioning, LogicBoxesError errors) {
        this.lookUp = lookUp;
        this.provisioning = provisioning;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(
                NamedCall.get("details", this::byUsername),
                NamedCall.get("details-by-id", this::byId),
                NamedCall.post("delete", this::delete));
    }

    /** By username or address: portals ask it of what a visitor typed, so it is throttled as a look-up. */
    private Answer byUsername(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        String username = given.required("username");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        return switch (lookUp.login(caller, LoginName.of(username))) {
            case Permitted.Granted<Optional<Customer>>(Optional<Customer> found) ->
                found.map(customer -> format.map(200, CustomerDetails.lookedUp(customer, caller.portal())))
                        .orElseGet(() -> errors.unknownCustomer(format, username));
            case Permitted.Throttled<Optional<Customer>>(var retryAfter) ->
                errors.of(format, new Problem.Throttled(retryAfter));
        };
    }

    private Answer byId(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long id = given.id("customer-id");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        return provisioning.customer(caller, id) instanceof Provisioned.Done(Customer customer)
                ? format.map(200, CustomerDetails.lookedUp(customer, caller.portal()))
                : errors.unknownCustomer(format, id);
    }

    private Answer delete(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long id = given.id("customer-id");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        return provisioning.delete(caller, id) ? format.value(200, Json.Bool.TRUE) : errors.unknownCustomer(format, id);
    }
}
