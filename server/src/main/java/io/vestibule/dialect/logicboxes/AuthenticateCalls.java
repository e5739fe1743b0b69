package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.signin.PasswordSignIn;
import java.util.List;

/** "Authenticates the Customer and returns the Customer details, if authenticated." */
public final class AuthenticateCalls implements CallGroup {
    private final PasswordSignIn signIn;
    private final LogicBoxesError errors;

    public AuthenticateCalls(PasswordSignIn signIn, LogicBoxesError errors) {
        this.signIn = signIn;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(
                NamedCall.post("v2/authenticate", this::authenticate),
                NamedCall.post("authenticate", this::authenticate));
    }

    private Answer authenticate(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        String username = given.required("username");
        Secret password = Secret.of(given.required("passwd"));
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        return switch (signIn.verify(caller, username, password, customer -> true)) {
            case PasswordSignIn.Result.SignedIn(Customer customer) ->
                format.map(200, CustomerDetails.of(customer, caller.portal()));
            case PasswordSignIn.Result.Refused(int attempts, int remaining) ->
                errors.failedLogin(format, attempts, remaining);
            case PasswordSignIn.Result.Throttled(var retryAfter) ->
                errors.of(format, new Problem.Throttled(retryAfter));
        };
    }
}
