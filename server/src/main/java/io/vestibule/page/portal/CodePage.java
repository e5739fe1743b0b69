package io.vestibule.page.portal;

import io.vestibule.factor.FactorKind;
import io.vestibule.http.Answer;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.signin.CodeMail;
import io.vestibule.signin.FactorChallenge;
import io.vestibule.signin.SecondStep;
import org.jspecify.annotations.Nullable;

/** The second factor: a code of an app, a recovery code, or one by mail. A wrong one leaves the sign-in as it is. */
public final class CodePage {
    private final SecondStep step;

    public CodePage(SecondStep step) {
        this.step = step;
    }

    /**
     * What the template shows.
     *
     * @param challenge what the form goes on with
     * @param mailable  whether a code can be mailed
     * @param mailed    whether one was just now
     * @param fault     why the page is shown again; null at first
     */
    public record View(
            Visit visit,
            String challenge,
            boolean mailable,
            boolean mailed,
            @Nullable Fault fault) {
        /** Without the challenge. */
        @Override
        public String toString() {
            return "View[redacted]";
        }
    }

    /** Asks for the code that a sign-in waits for. */
    static Answer ask(Visit visit, FactorChallenge challenge) {
        boolean mailable = challenge.kinds().contains(FactorKind.EMAIL);
        return show(200, new View(visit, challenge.challenge().token(), mailable, false, null));
    }

    private static Answer show(int status, View view) {
        return Screen.show(status, "code", view.visit(), view);
    }

    /** The form, or its button for a code by mail. */
    Answer take(Visit visit) {
        return visit.field("mail").isEmpty() ? complete(visit) : mail(visit);
    }

    private Answer complete(Visit visit) {
        if (visit.field("code").isBlank()) {
            return again(422, visit, Fault.of("code.missing"));
        }
        return switch (step.completeInBrowser(
                visit.caller(), visit.secret("challenge"), visit.secret("code"), visit.formerCookie())) {
            case SecondStep.Result.Opened(NewBrowserSession opened, var by) -> visit.enter(opened);
            case SecondStep.Result.Refused() -> again(422, visit, Fault.of("code.refused"));
            case SecondStep.Result.NoChallenge() -> expired(visit);
            case SecondStep.Result.Throttled(var wait) ->
                again(429, visit, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private Answer mail(Visit visit) {
        return switch (step.mailCode(visit.caller(), visit.secret("challenge"))) {
            case CodeMail.Result.Mailed() -> show(200, new View(visit, visit.field("challenge"), true, true, null));
            case CodeMail.Result.NotByMail() -> again(422, visit, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Unknown() -> expired(visit);
            case CodeMail.Result.Throttled(var wait) ->
                again(429, visit, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private static Answer again(int status, Visit visit, Fault fault) {
        return show(
                status,
                new View(
                        visit,
                        visit.field("challenge"),
                        !visit.field("mailable").isEmpty(),
                        false,
                        fault));
    }

    private static Answer expired(Visit visit) {
        return SignInPage.login(422, visit, visit.query().loginHint(), Fault.of("signin.expired"));
    }
}
