package io.vestibule.dialect.sonar;

import static io.vestibule.http.Route.delete;
import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.patch;
import static io.vestibule.http.Route.post;

import io.vestibule.customer.Customer;
import io.vestibule.guard.Permitted;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.http.Validation;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;
import io.vestibule.signin.LookUp;
import io.vestibule.signin.PasswordSignIn;
import java.util.List;
import java.util.Optional;

/** Sonar's calls, in the order of its pages. A portal's server calls, with HTTP Basic on every path. */
public final class SonarSite implements Site {
    private final SonarCallers callers;
    private final LookUp lookUp;
    private final PasswordSignIn signIn;
    private final List<Route> routes;

    public SonarSite(SonarCallers callers, LookUp lookUp, PasswordSignIn signIn, ContactCalls contacts) {
        this.callers = callers;
        this.lookUp = lookUp;
        this.signIn = signIn;
        this.routes = List.of(
                // Customer portal endpoints
                post("/api/v1/customer_portal/email_lookup", callers.as(this::emailLookup)),
                post("/api/v1/customer_portal/auth", callers.as(this::auth)),
                // Account contacts endpoints
                get("/api/v1/accounts/{account}/contacts", callers.as(contacts::list)),
                post("/api/v1/accounts/{account}/contacts", callers.as(contacts::create)),
                get("/api/v1/accounts/{account}/contacts/{contact}", callers.as(contacts::read)),
                patch("/api/v1/accounts/{account}/contacts/{contact}", callers.as(contacts::update)),
                delete("/api/v1/accounts/{account}/contacts/{contact}", callers.as(contacts::delete)));
    }

    @Override
    public String name() {
        return Dialect.SONAR.label();
    }

    @Override
    public List<String> prefixes() {
        return List.of("/api/v1/");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return SonarError.of(problem);
    }

    @Override
    public Answer missed(Request request, Problem problem, String path) {
        return callers.as((caller, same) -> problem(problem, path)).answer(request);
    }

    /** "Look up an email address (POST)". */
    private Answer emailLookup(Caller caller, Request request) {
        Validation fields = new Validation(request.parameters());
        String address = fields.requiredText("email_address");
        boolean available = fields.optionalBoolean("check_if_available", true);
        if (!fields.passed()) {
            return SonarError.fields(fields.errors());
        }
        return switch (lookUp.primary(caller, address, !available)) {
            case Permitted.Throttled<Optional<Customer>>(var retryAfter) ->
                SonarError.of(new Problem.Throttled(retryAfter));
            case Permitted.Granted<Optional<Customer>>(Optional<Customer> found) ->
                found.map(SonarContact::lookedUp)
                        .orElseGet(() -> SonarError.sentence(422, "The email address was not found."));
        };
    }

    /** "Validate credentials (POST)": the username without case, the password with case, primary contacts only. */
    private Answer auth(Caller caller, Request request) {
        Validation fields = new Validation(request.parameters());
        String username = fields.requiredSecret("username");
        Secret password = Secret.of(fields.requiredSecretOrNumber("password"));
        if (!fields.passed()) {
            return SonarError.fields(fields.errors());
        }
        return switch (signIn.verify(caller, username, password, customer -> admits(caller, customer))) {
            case PasswordSignIn.Result.SignedIn(Customer customer) -> SonarContact.authenticated(customer);
            case PasswordSignIn.Result.Refused refused -> SonarError.sentence(422, "Invalid username or password.");
            case PasswordSignIn.Result.Throttled(var retryAfter) -> SonarError.of(new Problem.Throttled(retryAfter));
        };
    }

    /** There is no second step here: who has a second factor on passes by contract, but not where the portal is hardened. */
    private static boolean admits(Caller caller, Customer customer) {
        return customer.primary()
                && !(customer.secondFactor() && caller.portal().hardened());
    }
}
