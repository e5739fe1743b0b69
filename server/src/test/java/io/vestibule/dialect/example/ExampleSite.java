package io.vestibule.dialect.example;

import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.post;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.guard.Permitted;
import io.vestibule.http.Answer;
import io.vestibule.http.BasicCredentials;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Requester;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.http.Validation;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;
import io.vestibule.signin.LookUp;
import io.vestibule.signin.PasswordSignIn;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Two calls, which a portal's server makes with HTTP Basic. */
public final class ExampleSite implements Site {
    public static final Dialect EXAMPLE = new Dialect("example");

    private final Callers callers;
    private final LookUp lookUp;
    private final PasswordSignIn signIn;
    private final List<Route> routes;

    public ExampleSite(Callers callers, LookUp lookUp, PasswordSignIn signIn) {
        this.callers = callers;
        this.lookUp = lookUp;
        this.signIn = signIn;
        this.routes = List.of(
                get("/api/example/logins/{login}", as(this::look)), post("/api/example/sign-in", as(this::enter)));
    }

    @Override
    public String name() {
        return EXAMPLE.label();
    }

    @Override
    public List<String> prefixes() {
        return List.of("/api/example/");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return ExampleError.of(problem);
    }

    private Route.Handler as(BiFunction<Caller, Request, Answer> call) {
        return request -> BasicCredentials.of(request)
                .map(basic -> switch (callers.client(
                        EXAMPLE, basic.user(), basic.password(), request.remote(), request.id())) {
                    case Callers.Result.Authenticated(Caller caller) ->
                        call.apply(caller, request)
                                .to(new Requester(
                                        caller.dialect().label(),
                                        caller.portal().id(),
                                        caller.clientId()));
                    case Callers.Result.BadCredentials() -> ExampleError.unauthorized();
                    case Callers.Result.ForeignNetwork() -> ExampleError.unauthorized();
                })
                .orElseGet(ExampleError::unauthorized);
    }

    private Answer look(Caller caller, Request request) {
        return switch (lookUp.login(caller, LoginName.of(request.segment("login")))) {
            case Permitted.Throttled<Optional<Customer>>(var retryAfter) ->
                ExampleError.of(new Problem.Throttled(retryAfter));
            case Permitted.Granted<Optional<Customer>>(Optional<Customer> found) ->
                Answer.json(200, Json.object().put("known", found.isPresent()).build());
        };
    }

    private Answer enter(Caller caller, Request request) {
        Validation fields = new Validation(request.parameters());
        String login = fields.requiredText("login");
        Secret password = Secret.of(fields.requiredSecret("password"));
        if (!fields.passed()) {
            return ExampleError.sentence(
                    422, fields.errors().values().iterator().next().getFirst());
        }
        return switch (signIn.verify(caller, login, password, customer -> true)) {
            case PasswordSignIn.Result.SignedIn(Customer customer) ->
                Answer.json(200, Json.object().put("customer", customer.id()).build());
            case PasswordSignIn.Result.Refused refused -> ExampleError.sentence(403, "Not with these.");
            case PasswordSignIn.Result.Throttled(var retryAfter) -> ExampleError.of(new Problem.Throttled(retryAfter));
        };
    }
}
