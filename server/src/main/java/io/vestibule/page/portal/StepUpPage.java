package io.vestibule.page.portal;

import io.vestibule.customer.LoginName;
import io.vestibule.factor.FactorKind;
import io.vestibule.http.Answer;
import io.vestibule.passkey.PasskeyOptions;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
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
            PageRequest page,
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
    Answer ask(PageRequest page) {
        return signedIn(
                page, found -> found.amr().contains("mfa") ? page.goOn() : show(200, page, found, false, null, null));
    }

    /** The form, or its button for a code by mail. */
    Answer take(PageRequest page) {
        return signedIn(page, found -> page.field("mail").isEmpty() ? complete(page, found) : mail(page, found));
    }

    private Answer complete(PageRequest page, Found found) {
        if (page.field("code").isBlank()) {
            return again(422, page, found, Fault.of("code.missing"));
        }
        String cookie = page.sessionCookie().orElseThrow();
        return switch (stepUp.complete(page.caller(), found, cookie, page.secret("code"))) {
            case StepUp.Result.Completed(var renewed, var life) -> page.goOn(renewed.reveal(), life);
            case StepUp.Result.Refused() -> again(422, page, found, Fault.of("code.refused"));
            case StepUp.Result.Over() -> over(page);
            case StepUp.Result.Throttled(var wait) ->
                again(429, page, found, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private Answer mail(PageRequest page, Found found) {
        return switch (stepUp.mailCode(page.caller(), found)) {
            case CodeMail.Result.Mailed() -> show(200, page, found, true, null, null);
            case CodeMail.Result.NotByMail() -> again(422, page, found, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Unknown() -> over(page);
            case CodeMail.Result.Throttled(var wait) ->
                again(429, page, found, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** What the script asks the browser: for the passkeys of who is signed in. */
    Answer options(PageRequest page) {
        return signedIn(
                page,
                found -> passkey.options(page, LoginName.of(PasskeyOptions.name(found.customer()))),
                () -> PasskeyPage.told(401, page, Fault.of("stepup.over")));
    }

    /** A passkey is both factors: with it alone they sign in anew. */
    Answer takePasskey(PageRequest page) {
        return signedIn(
                page,
                found -> passkey.take(
                        page, (status, again, fault, unknown) -> show(status, again, found, false, fault, unknown)));
    }

    private Answer again(int status, PageRequest page, Found found, Fault fault) {
        return show(status, page, found, false, fault, null);
    }

    private Answer show(
            int status,
            PageRequest page,
            Found found,
            boolean mailed,
            @Nullable Fault fault,
            @Nullable String unknown) {
        List<FactorKind> kinds = stepUp.kinds(found);
        boolean usable = page.passkeys() != null
                && OwnPasskeysView.of(page, found, passkeys).usable();
        if (kinds.isEmpty() && !usable) {
            return page.goTo("sign-in");
        }
        View view = new View(page, AccountView.name(found.customer()), kinds, usable, mailed, fault, unknown);
        return PageRenderer.withScript(status, "step-up", page, view);
    }

    private static Answer over(PageRequest page) {
        return SignInPage.login(422, page, page.query().loginHint(), Fault.of("stepup.over"));
    }

    private Answer signedIn(PageRequest page, Function<Found, Answer> call) {
        return signedIn(page, call, () -> page.goTo("sign-in"));
    }

    private Answer signedIn(PageRequest page, Function<Found, Answer> call, Supplier<Answer> nobody) {
        return PageCustomer.of(page, browsers).map(call).orElseGet(nobody);
    }
}
