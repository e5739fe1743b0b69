package io.vestibule.dialect.keaze;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.portal.Caller;
import io.vestibule.session.Sessions;
import java.util.Optional;

/** "private resources": the profile of the customer who holds the access token. */
public final class ProfileCalls {
    private final Sessions sessions;
    private final CustomerStore customers;

    public ProfileCalls(Sessions sessions, CustomerStore customers) {
        this.sessions = sessions;
        this.customers = customers;
    }

    /** Every field. */
    Answer read(Caller caller, Request request) {
        return holder(caller, request)
                .map(customer -> Answer.json(
                        200, ProfileFields.resource(customer, caller.portal().profile())))
                .orElseGet(() -> KeazeError.unauthorized(request));
    }

    /** Updates the fields that were sent. */
    Answer update(Caller caller, Request request) {
        Optional<Customer> customer = holder(caller, request);
        if (customer.isEmpty()) {
            return KeazeError.unauthorized(request);
        }
        ProfileChanges changes = ProfileFields.forCustomer(request, caller.portal(), customer.get());
        if (!changes.errors().isEmpty()) {
            return KeazeError.fields(changes.errors());
        }
        return customers
                .updateProfile(customer.get().id(), changes.values(), caller.auditContext())
                .map(updated -> Answer.json(
                        200, ProfileFields.resource(updated, caller.portal().profile())))
                .orElseGet(() -> KeazeError.unauthorized(request));
    }

    private Optional<Customer> holder(Caller caller, Request request) {
        return BearerToken.of(request).flatMap(token -> sessions.holder(caller, token));
    }
}
