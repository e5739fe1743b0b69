package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Profile;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.CustomerChanges;
import io.vestibule.provisioning.Provisioned;
import io.vestibule.provisioning.Provisioning;
import java.util.List;

/** Customers made and changed. */
public final class SignUpCalls implements CallGroup {
    private final Provisioning provisioning;
    private final PasswordPolicy policy;
    private final LogicBoxesError errors;

    public SignUpCalls(Provisioning provisioning, PasswordPolicy policy, LogicBoxesError errors) {
        this.provisioning = provisioning;
        this.policy = policy;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(
                NamedCall.post("v2/signup", this::signUp),
                NamedCall.post("signup", this::signUp),
                NamedCall.post("modify", this::modify));
    }

    /** "the new customer id, a bare integer" */
    private Answer signUp(Caller caller, Format format, Request request) {
        CustomerFields fields = CustomerFields.ofNew(caller, request, policy);
        EmailAddress address = fields.address();
        if (address == null || !fields.reasons().none()) {
            return errors.reasons(format, fields.reasons());
        }
        return switch (provisioning.signUp(
                caller, address, fields.password(), fields.language(), Profile.EMPTY.with(fields.profile()))) {
            case Provisioned.Done(Customer customer) -> format.value(200, Json.of(customer.id()));
            case Provisioned.AddressTaken() -> taken(format);
            case Provisioned.UsernameTaken() -> taken(format);
            case Provisioned.UnknownAccount() ->
                throw new IllegalStateException("the account is made with the customer");
            case Provisioned.UnknownCustomer() -> throw new IllegalStateException("the customer was just made");
        };
    }

    /** The parameters of sign-up, as many as are to change. */
    private Answer modify(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long id = given.id("customer-id");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        if (!(provisioning.customer(caller, id) instanceof Provisioned.Done(Customer now))) {
            return errors.unknownCustomer(format, id);
        }
        CustomerFields fields = CustomerFields.of(caller, request, now);
        if (!fields.reasons().none()) {
            return errors.reasons(format, fields.reasons());
        }
        CustomerChanges changes = CustomerChanges.ofHolder(fields.address(), fields.language(), fields.profile());
        return switch (provisioning.change(caller, id, changes, null)) {
            case Provisioned.Done(Customer customer) -> format.value(200, Json.Bool.TRUE);
            case Provisioned.AddressTaken() -> taken(format);
            case Provisioned.UsernameTaken() -> taken(format);
            case Provisioned.UnknownAccount() -> errors.unknownCustomer(format, id);
            case Provisioned.UnknownCustomer() -> errors.unknownCustomer(format, id);
        };
    }

    private Answer taken(Format format) {
        return errors.reasons(format, Reasons.of("username", "is taken by another customer"));
    }
}
