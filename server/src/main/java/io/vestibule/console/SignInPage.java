package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSignIn;
import io.vestibule.operator.OperatorSignIn.Factor;
import io.vestibule.operator.OperatorSignIn.FirstStep;
import io.vestibule.operator.OperatorSignIn.SecondStep;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operator signs in: a password, then a code of their app. What they were about to do goes with them. */
public final class SignInPage implements ConsolePage {
    private static final String REFUSED =
            "That address and password don't sign anybody in. After some failures, nobody can for a while.";
    static final String WRONG_CODE = "That code isn't right, or was used before. Wait for the next one.";
    private static final String EXPIRED = "That took too long. Start again with the password.";

    private final ConsoleRoutes routes;
    private final OperatorSignIn signIn;

    public SignInPage(ConsoleRoutes routes, OperatorSignIn signIn) {
        this.routes = routes;
        this.signIn = signIn;
    }

    /**
     * What the template shows.
     *
     * @param fault why the page is shown again; null at first
     */
    public record View(
            Layout layout,
            Continuation then,
            String email,
            @Nullable String fault) {}

    /**
     * The page of the second step.
     *
     * @param token   names the sign-in that waits
     * @param factors what it waits for, any of them
     */
    public record CodeView(
            Layout layout,
            Continuation then,
            String token,
            Set<Factor> factors,
            @Nullable String fault) {
        public boolean app() {
            return factors.contains(Factor.TOTP);
        }

        public boolean passkey() {
            return factors.contains(Factor.PASSKEY);
        }
    }

    /** The page on which whoever was in the middle of a form goes on with it. */
    public record ResumeView(Layout layout, Continuation then) {}

    @Override
    public List<Route> routes() {
        return List.of(
                routes.open("/console/sign-in", this::password).withUpload(Continuation.LARGEST),
                routes.open("/console/sign-in/code", this::code).withUpload(Continuation.LARGEST),
                Route.get("/console/sign-in", request -> routes.layouts().goTo("/console")),
                Route.get("/console/sign-in/code", request -> routes.layouts().goTo("/console")));
    }

    /** The first step. */
    static Answer ask(int status, Layout layout, Continuation then) {
        return Screen.show(status, "sign-in", new View(layout, then, "", null));
    }

    private Answer password(Request request) {
        Continuation then = Continuation.carried(request);
        String email = field(request, "email");
        FirstStep step = signIn.password(email, Secret.of(field(request, "password")), ConsoleRoutes.origin(request));
        return switch (step) {
            case FirstStep.Challenged(String token, var factors) -> ask(200, then, token, factors, null);
            case FirstStep.Refused() -> again(422, then, email, REFUSED);
            case FirstStep.Throttled(var wait) ->
                again(429, then, email, throttled(wait)).retryAfter(wait);
        };
    }

    private Answer again(int status, Continuation then, String email, String fault) {
        return Screen.show(status, "sign-in", new View(routes.layouts().ofNobody(), then, email, fault));
    }

    private Answer ask(int status, Continuation then, String token, Set<Factor> factors, @Nullable String fault) {
        return Screen.show(status, "code", new CodeView(routes.layouts().ofNobody(), then, token, factors, fault));
    }

    private Answer code(Request request) {
        Continuation then = Continuation.carried(request);
        String token = field(request, "token");
        Secret code = Secret.of(field(request, "code").strip());
        return ended(
                then,
                token,
                WRONG_CODE,
                signIn.code(token, code, routes.sessionCookie(request), ConsoleRoutes.origin(request)));
    }

    /** What is shown after the second step, whatever was shown by the operator. */
    Answer ended(Continuation then, String token, String wrong, SecondStep step) {
        return switch (step) {
            case SecondStep.SignedIn(var principal, Secret cookie) -> signedIn(then, cookie);
            case SecondStep.Refused() -> ask(422, then, token, signIn.factors(token), wrong);
            case SecondStep.Expired() -> again(422, then, "", EXPIRED);
            case SecondStep.Throttled(var wait) ->
                ask(429, then, token, signIn.factors(token), throttled(wait)).retryAfter(wait);
        };
    }

    /** The same of a passkey alone. */
    Answer endedAlone(Continuation then, String wrong, SecondStep step) {
        return switch (step) {
            case SecondStep.SignedIn(var principal, Secret cookie) -> signedIn(then, cookie);
            case SecondStep.Refused() -> again(422, then, "", wrong);
            case SecondStep.Expired() -> again(422, then, "", wrong);
            case SecondStep.Throttled(var wait) ->
                again(429, then, "", throttled(wait)).retryAfter(wait);
        };
    }

    private Answer signedIn(Continuation then, Secret cookie) {
        return goOn(routes.layouts(), then)
                .adding("Set-Cookie", routes.cookie().write(cookie, OperatorSessionStore.LIFE));
    }

    static String throttled(Duration wait) {
        return "Too many attempts. Try again in " + Notice.minutes(wait) + ".";
    }

    /** Goes on where they were: a form comes back as they left it. */
    static Answer goOn(Layouts layouts, Continuation then) {
        return then.ofForm()
                ? Screen.show(200, "resume", new ResumeView(layouts.ofNobody(), then))
                : layouts.goTo(then.next());
    }

    private static String field(Request request, String name) {
        return request.formParameters().text(name).orElse("");
    }
}
