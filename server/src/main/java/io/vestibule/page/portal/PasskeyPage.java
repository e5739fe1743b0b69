package io.vestibule.page.portal;

import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.passkey.Assertion;
import io.vestibule.passkey.PasskeyFault;
import io.vestibule.passkey.PasskeySignals;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.signin.PasskeySignIn;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in with a passkey: what the pages' script asks the browser, and what comes of its answer. */
public final class PasskeyPage {
    private final PasskeySignIn signIn;

    public PasskeyPage(PasskeySignIn signIn) {
        this.signIn = signIn;
    }

    /** How a passkey that didn't do is told of. */
    @FunctionalInterface
    interface Again {
        /**
         * The page once more.
         *
         * @param unknown what the browser may forget, as {@code signalUnknownCredential} takes it; null for nothing
         */
        Answer show(int status, PageRequest page, Fault fault, @Nullable String unknown);
    }

    /** For a sign-in with any passkey of the portal. */
    Answer options(PageRequest page) {
        return options(page, null);
    }

    /**
     * The same.
     *
     * @param login whose passkeys will do; null for any
     */
    Answer options(PageRequest page, @Nullable LoginName login) {
        if (page.passkeys() == null) {
            return told(409, page, Fault.of("passkey.failed"));
        }
        return switch (signIn.options(page.caller(), page.origin(), login)) {
            case PasskeySignIn.Options.Ready(Json.Object options) -> Answer.json(200, options);
            case PasskeySignIn.Options.NotHere() -> told(409, page, Fault.of("passkey.failed"));
            case PasskeySignIn.Options.Throttled(var wait) ->
                told(429, page, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** What is wrong, as the script reads it. */
    static Answer told(int status, PageRequest page, Fault fault) {
        return Answer.json(
                status, Json.object().put("fault", fault.in(page.words())).build());
    }

    /** Signs in, as a password and a code do. */
    Answer take(PageRequest page) {
        return take(page, SignInPage::afterPasskey);
    }

    Answer take(PageRequest page, Again again) {
        return credential(page)
                .flatMap(Assertion::parse)
                .map(answer -> open(page, answer, again))
                .orElseGet(() -> again.show(422, page, fault(PasskeyFault.MALFORMED), null));
    }

    private Answer open(PageRequest page, Assertion answer, Again again) {
        return switch (signIn.openInBrowser(page.caller(), answer, page.formerCookie())) {
            case PasskeySignIn.Result.Opened(NewBrowserSession opened) -> page.enter(opened);
            case PasskeySignIn.Result.Unknown(var site) ->
                again.show(
                        422,
                        page,
                        Fault.of("passkey.unknown"),
                        PasskeySignals.unknown(site, answer.id()).toString());
            case PasskeySignIn.Result.Refused() -> again.show(422, page, Fault.of("passkey.refused"), null);
            case PasskeySignIn.Result.Faulty(var fault) -> again.show(422, page, fault(fault), null);
            case PasskeySignIn.Result.Nameless() -> again.show(422, page, Fault.of("passkey.nameless"), null);
            case PasskeySignIn.Result.Expired() -> again.show(422, page, Fault.of("passkey.expired"), null);
            case PasskeySignIn.Result.Throttled(var wait) ->
                again.show(429, page, Fault.throttled(wait), null).retryAfter(wait);
        };
    }

    /** The browser's answer, which the script put into the form; empty if it is none. */
    static Optional<Json.Object> credential(PageRequest page) {
        try {
            return Json.parse(page.field("credential").getBytes(StandardCharsets.UTF_8))
                            instanceof Json.Object credential
                    ? Optional.of(credential)
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    static Fault fault(PasskeyFault fault) {
        return Fault.of("passkey.fault." + fault.name().toLowerCase(Locale.ROOT));
    }
}
