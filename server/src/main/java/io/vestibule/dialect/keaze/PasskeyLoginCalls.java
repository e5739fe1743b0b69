package io.vestibule.dialect.keaze;

import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.passkey.Assertion;
import io.vestibule.passkey.PasskeySignals;
import io.vestibule.portal.Caller;
import io.vestibule.session.IssuedTokens;
import io.vestibule.signin.PasskeySignIn;
import java.util.Optional;

/** Signing in with a passkey (an addition to the page: docs/decisions/0040). */
public final class PasskeyLoginCalls {
    private final PasskeySignIn signIn;
    private final boolean testMode;

    public PasskeyLoginCalls(PasskeySignIn signIn, boolean testMode) {
        this.signIn = signIn;
        this.testMode = testMode;
    }

    /** What the page hands to {@code navigator.credentials.get}: for whoever has an email address, or for anybody. */
    Answer options(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String email = fields.optionalAnyText("email");
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        LoginName login = email == null ? null : LoginName.of(email);
        return switch (signIn.options(caller, PasskeyFields.origin(request), login)) {
            case PasskeySignIn.Options.Ready(Json.Object options) -> Answer.json(200, options);
            case PasskeySignIn.Options.NotHere() -> PasskeyFields.notHere(request);
            case PasskeySignIn.Options.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }

    /** Answers what a password login does. */
    Answer login(Caller caller, Request request) {
        Optional<Assertion> given = PasskeyFields.credential(request).flatMap(Assertion::parse);
        if (given.isEmpty()) {
            return PasskeyFields.malformed();
        }
        Assertion answer = given.get();
        return switch (signIn.open(caller, answer)) {
            case PasskeySignIn.Result.Opened(IssuedTokens tokens) -> SignInAnswers.withRefreshToken(tokens);
            case PasskeySignIn.Result.Unknown(var site) ->
                Answer.json(
                                401,
                                Json.object()
                                        .put("message", "Nobody here has this passkey any more.")
                                        .put("unknownCredential", PasskeySignals.unknown(site, answer.id()))
                                        .build())
                        .with("WWW-Authenticate", KeazeError.CHALLENGE);
            case PasskeySignIn.Result.Refused() -> KeazeError.unauthorized();
            case PasskeySignIn.Result.Faulty(var fault) -> PasskeyFields.faulty(fault);
            case PasskeySignIn.Result.Nameless() ->
                KeazeError.field(
                        "credential", "This passkey doesn't say whose it is. Please give your email address first.");
            case PasskeySignIn.Result.Expired() -> PasskeyFields.expired();
            case PasskeySignIn.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
