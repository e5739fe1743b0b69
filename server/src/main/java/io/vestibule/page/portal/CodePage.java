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
            PageRequest page,
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
    static Answer ask(PageRequest page, FactorChallenge challenge) {
        boolean mailable = challenge.kinds().contains(FactorKind.EMAIL);
        return show(200, new View(page, challenge.challenge().token(), mailable, false, null));
    }

    private static Answer show(int status, View view) {
        return PageRenderer.show(status, "code", view.page(), view);
    }

    /** The form, or its button for a code by mail. */
    Answer take(PageRequest page) {
        return page.field("mail").isEmpty() ? complete(page) : mail(page);
    }

    private Answer complete(PageRequest page) {
        if (page.field("code").isBlank()) {
            return again(422, page, Fault.of("code.missing"));
        }
        return switch (step.completeInBrowser(
                page.caller(), page.secret("challenge"), page.secret("code"), page.formerCookie())) {
            case SecondStep.Result.Opened(NewBrowserSession opened, var by) -> page.enter(opened);
            case SecondStep.Result.Refused() -> again(422, page, Fault.of("code.refused"));
            case SecondStep.Result.NoChallenge() -> expired(page);
            case SecondStep.Result.Throttled(var wait) ->
                again(429, page, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private Answer mail(PageRequest page) {
        return switch (step.mailCode(page.caller(), page.secret("challenge"))) {
            case CodeMail.Result.Mailed() -> show(200, new View(page, page.field("challenge"), true, true, null));
            case CodeMail.Result.NotByMail() -> again(422, page, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Unknown() -> expired(page);
            case CodeMail.Result.Throttled(var wait) ->
                again(429, page, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private static Answer again(int status, PageRequest page, Fault fault) {
        return show(
                status,
                new View(page, page.field("challenge"), !page.field("mailable").isEmpty(), false, fault));
    }

    private static Answer expired(PageRequest page) {
        return SignInPage.login(422, page, page.query().loginHint(), Fault.of("signin.expired"));
    }
}
