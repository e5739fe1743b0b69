package io.vestibule.page.portal;

import io.vestibule.customer.LoginName;
import io.vestibule.factor.FactorKind;
import io.vestibule.http.Answer;
import io.vestibule.passkey.PasskeyOptions;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.signin.CodeMail;
import io.vestibule.signin.OwnPasskeys;
import io.vestibule.signin.StepUp;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The second factor alone, of a customer who is signed in without it: an application wants it (RFC 9470). They show a code or a passkey,
 * whichever they have.
 */
public final class StepUpPage {
    private final BrowserSessions browsers;
    private final StepUp stepUp;
    private final OwnPasskeys passkeys;
    private final PasskeyPage passkey;

    public StepUpPage(BrowserSessions browsers, StepUp stepUp, OwnPasskeys passkeys, PasskeyPage passkey) {
        this.browsers = browsers;
        this.stepUp = stepUp;
        this.passkeys = passkeys;
        this.passkey = passkey;
    }

    /**
     * What the template shows.
     *
     * @param who     what the customer is called
     * @param kinds   what codes they can show
     * @param passkey whether they have a passkey for the pages' site
     * @param mailed  whether a code was mailed just now
     * @param fault   why the page is shown again; null at first
     * @param unknown a passkey that the browser may forget, as {@code signalUnknownCredential} takes it; null for none
     */
    public record View(
            Visit visit,
            String who,
            List<FactorKind> kinds,
            boolean passkey,
            boolean mailed,
            @Nullable Fault fault,
            @Nullable String unknown) {
        public View {
            kinds = List.copyOf(kinds);
        }

        /** Whether a code can be mailed. */
        public boolean mailable() {
            return kinds.contains(FactorKind.EMAIL);
        }
    }

    /** Asks, unless both factors were shown already. Who has nothing more to show can only sign in anew. */
    Answer ask(Visit visit) {
        return signedIn(
                visit,
                found -> found.amr().contains("mfa") ? visit.goOn() : show(200, visit, found, false, null, null));
    }

    /** The form, or its button for a code by mail. */
    Answer take(Visit visit) {
        return signedIn(visit, found -> visit.field("mail").isEmpty() ? raise(visit, found) : mail(visit, found));
    }

    private Answer raise(Visit visit, Found found) {
        if (visit.field("code").isBlank()) {
            return again(422, visit, found, Fault.of("code.missing"));
        }
        String cookie = visit.sessionCookie().orElseThrow();
        return switch (stepUp.raise(visit.caller(), found, cookie, visit.secret("code"))) {
            case StepUp.Result.Risen(NewBrowserSession risen) -> visit.enter(risen);
            case StepUp.Result.Refused() -> again(422, visit, found, Fault.of("code.refused"));
            case StepUp.Result.Over() -> over(visit);
            case StepUp.Result.Throttled(var wait) ->
                again(429, visit, found, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private Answer mail(Visit visit, Found found) {
        return switch (stepUp.mailCode(visit.caller(), found)) {
            case CodeMail.Result.Mailed() -> show(200, visit, found, true, null, null);
            case CodeMail.Result.NotByMail() -> again(422, visit, found, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Unknown() -> over(visit);
            case CodeMail.Result.Throttled(var wait) ->
                again(429, visit, found, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** What the script asks the browser: for the passkeys of who is signed in. */
    Answer options(Visit visit) {
        return signedIn(
                visit,
                found -> passkey.options(visit, LoginName.of(PasskeyOptions.name(found.customer()))),
                () -> PasskeyPage.told(401, visit, Fault.of("stepup.over")));
    }

    /** A passkey is both factors, so the session rises by it alone. */
    Answer takePasskey(Visit visit) {
        return signedIn(
                visit,
                found -> passkey.take(
                        visit, (status, again, fault, unknown) -> show(status, again, found, false, fault, unknown)));
    }

    private Answer again(int status, Visit visit, Found found, Fault fault) {
        return show(status, visit, found, false, fault, null);
    }

    private Answer show(
            int status, Visit visit, Found found, boolean mailed, @Nullable Fault fault, @Nullable String unknown) {
        List<FactorKind> kinds = stepUp.kinds(found);
        boolean usable = visit.passkeys() != null
                && OwnPasskeysView.of(visit, found, passkeys).usable();
        if (kinds.isEmpty() && !usable) {
            return visit.goTo("sign-in");
        }
        View view = new View(visit, AccountView.name(found.customer()), kinds, usable, mailed, fault, unknown);
        return Screen.withScript(status, "step-up", visit, view);
    }

    private static Answer over(Visit visit) {
        return SignInPage.login(422, visit, visit.query().loginHint(), Fault.of("stepup.over"));
    }

    private Answer signedIn(Visit visit, Function<Found, Answer> call) {
        return signedIn(visit, call, () -> visit.goTo("sign-in"));
    }

    private Answer signedIn(Visit visit, Function<Found, Answer> call, Supplier<Answer> nobody) {
        return visit.sessionCookie()
                .flatMap(cookie -> browsers.find(visit.caller().portal().id(), cookie))
                .map(call)
                .orElseGet(nobody);
    }
}
