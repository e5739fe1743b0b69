package io.vestibule.dialect.keaze;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.portal.Caller;
import io.vestibule.session.Sessions.SignedIn;

/** "private resources": the profile of the customer who is signed in. */
public final class ProfileCalls {
    private final CustomerStore customers;

    public ProfileCalls(CustomerStore customers) {
        this.customers = customers;
    }

    /** Every field. */
    Answer read(Caller caller, SignedIn who, Request request) {
        return shown(caller, who.customer());
    }

    /** Updates the fields that were sent. */
    Answer update(Caller caller, SignedIn who, Request request) {
        ProfileChanges changes = ProfileFields.forCustomer(request, caller.portal(), who.customer());
        if (!changes.errors().isEmpty()) {
            return KeazeError.fields(changes.errors());
        }
        return customers
                .updateProfile(who.customer().id(), changes.values(), caller.auditContext())
                .map(updated -> shown(caller, updated))
                .orElseGet(() -> KeazeError.unauthorized(request));
    }

    private static Answer shown(Caller caller, Customer customer) {
        return Answer.json(200, ProfileFields.resource(customer, caller.portal().profile()));
    }
}
