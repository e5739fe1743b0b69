package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.Sessions;
import io.vestibule.signin.CodeMail;
import io.vestibule.signin.SecondStep;
import java.util.Optional;

/** The second step of a sign-in (an addition to the page: docs/decisions/0009). */
public final class SecondFactorCalls {
    private final SecondStep step;
    private final CodeMail mail;
    private final Sessions sessions;
    private final boolean testMode;

    public SecondFactorCalls(SecondStep step, CodeMail mail, Sessions sessions, boolean testMode) {
        this.step = step;
        this.mail = mail;
        this.sessions = sessions;
        this.testMode = testMode;
    }

    /** Answers what the first step would have answered alone. */
    Answer complete(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        Secret challenge = fields.secret("challenge");
        Secret code = fields.secret("code");
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        return switch (step.complete(caller, challenge, code)) {
            case SecondStep.Result.Opened(IssuedTokens tokens, var by) ->
                switch (by) {
                    case PASSWORD, PASSKEY -> SignInAnswers.withRefreshToken(tokens);
                    case LINK -> SignInAnswers.accessTokenOnly(tokens);
                };
            case SecondStep.Result.Refused() -> KeazeError.unauthorized();
            case SecondStep.Result.NoChallenge() -> beginAgain();
            case SecondStep.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }

    /** Mails a code: for a sign-in that waits for one, or to a customer who is signed in. */
    Answer mailCode(Caller caller, Request request) {
        Optional<String> token = request.authorization(KeazeError.BEARER);
        if (token.isPresent()) {
            return sessions.authenticate(caller, token.get())
                    .map(who -> answer(mail.send(caller, who.customer()), KeazeError.unauthorized(request)))
                    .orElseGet(() -> KeazeError.unauthorized(request));
        }
        Fields fields = new Fields(request, testMode);
        Secret challenge = fields.secret("challenge");
        return fields.passed()
                ? answer(step.mailCode(caller, challenge), beginAgain())
                : KeazeError.fields(fields.errors());
    }

    /** Told apart from a wrong code, so that a page can go back to the first step. */
    private static Answer beginAgain() {
        return KeazeError.field("challenge", "The sign-in has expired. Please sign in again.");
    }

    private static Answer answer(CodeMail.Result result, Answer unknown) {
        return switch (result) {
            case CodeMail.Result.Mailed() -> KeazeError.message(200, "We have sent an email with a code.");
            case CodeMail.Result.NotByMail() -> KeazeError.message(409, "A code by mail can't be used here.");
            case CodeMail.Result.Unknown() -> unknown;
            case CodeMail.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
