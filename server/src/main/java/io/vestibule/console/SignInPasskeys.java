package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.operator.OperatorPasskeySignIn;
import io.vestibule.operator.OperatorSignIn.SecondStep;
import java.util.List;

/** Signing in with a passkey: after the password, or alone. */
public final class SignInPasskeys implements ConsolePage {
    private static final String SECOND = "/console/sign-in/code/passkey";
    private static final String ALONE = "/console/sign-in/passkey";

    private final ConsoleRoutes routes;
    private final SignInPage page;
    private final OperatorPasskeySignIn signIn;

    public SignInPasskeys(ConsoleRoutes routes, SignInPage page, OperatorPasskeySignIn signIn) {
        this.routes = routes;
        this.page = page;
        this.signIn = signIn;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.open(
                                ALONE + "/options",
                                request -> PasskeyAnswers.of(signIn.options(ConsoleRoutes.origin(request))))
                        .withUpload(Continuation.LARGEST),
                routes.open(ALONE, this::alone).withUpload(Continuation.LARGEST),
                routes.open(
                                SECOND + "/options",
                                request -> PasskeyAnswers.of(
                                        signIn.options(token(request), ConsoleRoutes.origin(request))))
                        .withUpload(Continuation.LARGEST),
                routes.open(SECOND, this::second).withUpload(Continuation.LARGEST),
                Route.get(ALONE, request -> routes.layouts().goTo("/console")),
                Route.get(SECOND, request -> routes.layouts().goTo("/console")));
    }

    private static String token(Request request) {
        return request.formParameters().text("token").orElse("");
    }

    private Answer alone(Request request) {
        SecondStep step = PasskeyAnswers.assertion(request)
                .map(answer -> signIn.passkey(answer, routes.sessionCookie(request), ConsoleRoutes.origin(request)))
                .orElseGet(SecondStep.Refused::new);
        return page.endedAlone(Continuation.carried(request), PasskeyAnswers.WRONG, step);
    }

    private Answer second(Request request) {
        String token = token(request);
        SecondStep step = PasskeyAnswers.assertion(request)
                .map(answer ->
                        signIn.passkey(token, answer, routes.sessionCookie(request), ConsoleRoutes.origin(request)))
                .orElseGet(SecondStep.Refused::new);
        return page.ended(Continuation.carried(request), token, PasskeyAnswers.WRONG, step);
    }
}
