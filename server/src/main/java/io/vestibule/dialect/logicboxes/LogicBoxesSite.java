package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** LogicBoxes' customer calls, each as {@code .json} and {@code .xml}, with all parameters in query, form body or both. */
public final class LogicBoxesSite implements Site {
    private final ResellerCallers callers;
    private final LogicBoxesError errors;
    private final List<Route> routes = new ArrayList<>();

    public LogicBoxesSite(
            ResellerCallers callers,
            AuthenticateCalls authenticate,
            SignUpCalls signUp,
            NewPasswordCalls password,
            TokenCalls token,
            DetailsCalls details,
            SearchCalls search,
            LogicBoxesError errors) {
        this.callers = callers;
        this.errors = errors;
        // The page
        post("v2/authenticate", authenticate::authenticate);
        // Neighbouring calls that stock clients need
        post("v2/signup", signUp::signUp);
        post("signup", signUp::signUp);
        post("v2/change-password", password::change);
        post("change-password", password::change);
        getAndPost("generate-token", token::generate);
        getAndPost("generate-login-token", token::generateForLogin);
        getAndPost("authenticate-token", token::authenticate);
        get("details", details::byUsername);
        get("details-by-id", details::byId);
        getAndPost("temp-password", password::lend);
        get("search", search::search);
        post("modify", signUp::modify);
        post("delete", details::delete);
    }

    private void get(String call, ResellerCallers.Call handler) {
        mount("GET", call, handler);
    }

    private void post(String call, ResellerCallers.Call handler) {
        mount("POST", call, handler);
    }

    /** The GET of these calls does something, and a HEAD must not: it has no place for what the caller would need to know. */
    private void getAndPost(String call, ResellerCallers.Call handler) {
        mount("GET", call, handler);
        mount("POST", call, handler);
        var wrongVerb = new Problem.WrongVerb(new TreeSet<>(Set.of("GET", "POST")));
        for (Format format : Format.values()) {
            routes.add(Route.head(path(call, format), request -> errors.of(format, wrongVerb)));
        }
    }

    private void mount(String method, String call, ResellerCallers.Call handler) {
        for (Format format : Format.values()) {
            Route.Handler gated = request -> callers.as(format, request, handler);
            String path = path(call, format);
            routes.add(method.equals("GET") ? Route.get(path, gated) : Route.post(path, gated));
        }
    }

    private static String path(String call, Format format) {
        return "/api/customers/" + call + format.ending();
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
}
