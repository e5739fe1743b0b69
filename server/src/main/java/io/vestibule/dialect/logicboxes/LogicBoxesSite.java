package io.vestibule.dialect.logicboxes;

import static io.vestibule.http.Route.post;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.signin.PasswordSignIn;
import java.util.List;
import java.util.stream.Stream;

/** LogicBoxes' customer calls, each as {@code .json} and {@code .xml}, with all parameters in query, form body or both. */
public final class LogicBoxesSite implements Site {
    private final PasswordSignIn signIn;
    private final LogicBoxesError errors;
    private final List<Route> routes;

    public LogicBoxesSite(ResellerCallers callers, PasswordSignIn signIn, LogicBoxesError errors) {
        this.signIn = signIn;
        this.errors = errors;
        this.routes = Stream.of(Format.values())
                .map(format -> post(
                        "/api/customers/v2/authenticate" + format.ending(),
                        request -> callers.as(format, request, this::authenticate)))
                .toList();
    }

    @Override
    public String name() {
        return ResellerCallers.DIALECT;
    }

    @Override
    public List<String> prefixes() {
        return List.of("/api/customers/");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public boolean readsJson() {
        return false;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return errors.of(Format.of(path), problem);
    }

    /** "Authenticates the Customer and returns the Customer details, if authenticated." */
    private Answer authenticate(Caller caller, Format format, Request request) {
        Given given = Given.of(request);
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
