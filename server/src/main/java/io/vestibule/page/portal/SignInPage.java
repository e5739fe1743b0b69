package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.signin.FactorChallenge;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.PasswordSignIn;
import org.jspecify.annotations.Nullable;

/** Who it is, then their password. Nothing tells whether anybody has the login. */
public final class SignInPage {
    private final PasswordSignIn signIn;
    private final LinkRequests links;

    public SignInPage(PasswordSignIn signIn, LinkRequests links) {
        this.signIn = signIn;
        this.links = links;
    }

    /**
     * What the template shows.
     *
     * @param login  that was typed, or hinted at
     * @param second whether the password is asked for, or the login
     * @param fault  why the page is shown again; null at first
     * @param passkey whether that is about a passkey, and not what was typed
     * @param unknown a passkey that the browser may forget, as {@code signalUnknownCredential} takes it; null for none
     */
    public record View(
            PageRequest page,
            String login,
            boolean second,
            @Nullable Fault fault,
            boolean passkey,
            @Nullable String unknown) {}

    /** Registration first, if that is asked for. */
    Answer begin(PageRequest page) {
        return page.query().asksToRegister() ? page.goTo("register") : show(page);
    }

    /** The sign-in, whatever was asked for first: registration leads here, too. */
    Answer show(PageRequest page) {
        return login(200, page, page.query().loginHint(), null);
    }

    /** Password managers fill in both at once; then one form is enough. */
    Answer take(PageRequest page) {
        String login = page.field("login");
        if (login.isBlank()) {
            return login(422, page, login, Fault.of("signin.login_missing"));
        }
        if (page.field("password").isEmpty()) {
            return page.field("step").isEmpty()
                    ? password(200, page, login, null)
                    : password(422, page, login, Fault.of("signin.password_missing"));
        }
        return switch (signIn.openInBrowser(page.caller(), login, page.secret("password"), page.formerCookie())) {
            case PasswordSignIn.Session.Opened(var customer, NewBrowserSession opened) -> page.enter(opened);
            case PasswordSignIn.Session.Challenged(FactorChallenge challenge) -> CodePage.ask(page, challenge);
            case PasswordSignIn.Session.Temporary(Customer customer) -> temporary(page, customer);
            case PasswordSignIn.Session.Refused() -> password(422, page, login, Fault.of("signin.refused"));
            case PasswordSignIn.Session.Throttled(var wait) ->
                password(429, page, login, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** Another password must be chosen first, by a link: whoever was given this one needn't be who the mailbox is of. */
    private Answer temporary(PageRequest page, Customer customer) {
        String key = switch (links.resetHere(
                page.caller(), customer, page.query().encoded())) {
            case LinkRequests.Result.Mailed mailed -> "temporary";
            case LinkRequests.Result.Throttled full -> "temporary"; // links that were sent just before still hold
            case LinkRequests.Result.Unknown() -> "temporary.nowhere";
            case LinkRequests.Result.Disabled disabled -> "temporary.nowhere"; // since the password was verified
        };
        return PageRenderer.show(200, Notice.of(page, key, "sign-in", "page.sign_in"));
    }

    /** The first step. */
    static Answer login(int status, PageRequest page, String login, @Nullable Fault fault) {
        return step(status, new View(page, login, false, fault, false, null));
    }

    /** The second step. */
    static Answer password(int status, PageRequest page, String login, @Nullable Fault fault) {
        return step(status, new View(page, login, true, fault, false, null));
    }

    /** The first step, after a passkey that didn't do. */
    static Answer afterPasskey(int status, PageRequest page, Fault fault, @Nullable String unknown) {
        return step(status, new View(page, page.query().loginHint(), false, fault, true, unknown));
    }

    private static Answer step(int status, View view) {
        return PageRenderer.withScript(status, "sign-in", view.page(), view);
    }
}
