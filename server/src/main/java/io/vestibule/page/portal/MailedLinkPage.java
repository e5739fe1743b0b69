package io.vestibule.page.portal;

import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.link.LinkStore.Owner;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.signin.FactorChallenge;
import io.vestibule.signin.LinkRedemption;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.LinkSignIn;
import java.util.Optional;

/**
 * Signing in by a mailed link. The page behind it acts on its button, since mail scanners follow links, and says whose account it is of,
 * since anybody may send a link of their own to somebody else.
 */
public final class MailedLinkPage {
    private final LinkRequests links;
    private final LinkRedemption redemption;
    private final LinkSignIn signIn;

    public MailedLinkPage(LinkRequests links, LinkRedemption redemption, LinkSignIn signIn) {
        this.links = links;
        this.redemption = redemption;
        this.signIn = signIn;
    }

    /**
     * What the template shows.
     *
     * @param address the customer's
     * @param action  where the button leads
     */
    public record View(PageRequest page, String address, String action) {
        /** Without the token. */
        @Override
        public String toString() {
            return "View[redacted]";
        }
    }

    /** Mails a link, and says the same whether or not anybody has the login. */
    Answer request(PageRequest page) {
        String login = page.field("login");
        if (login.isBlank()) {
            return SignInPage.login(422, page, login, Fault.of("signin.login_missing"));
        }
        return switch (links.signInHere(
                page.caller(), LoginName.of(login), page.query().encoded())) {
            case LinkRequests.Result.Mailed mailed -> sent(page);
            case LinkRequests.Result.Unknown() -> sent(page);
            case LinkRequests.Result.Disabled disabled -> sent(page);
            case LinkRequests.Result.Throttled(var wait) ->
                SignInPage.password(429, page, login, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private static Answer sent(PageRequest page) {
        return PageRenderer.show(200, Notice.of(page, "link.sent", "sign-in", "page.sign_in"));
    }

    /** Shows the button. */
    Answer ask(PageRequest page) {
        return owner(page)
                .map(owner -> PageRenderer.show(
                        200,
                        "link",
                        page,
                        new View(
                                page,
                                owner.address(),
                                page.to(
                                        "sign-in",
                                        "/link/" + page.request().segment("id") + "/"
                                                + page.request().segment("token")))))
                .orElseGet(() -> invalid(page));
    }

    /** Begins the session in the browser whose user presses the button. */
    Answer act(PageRequest page) {
        return id(page).map(id -> act(page, id)).orElseGet(() -> invalid(page));
    }

    private Answer act(PageRequest page, long id) {
        String token = page.request().segment("token");
        return switch (signIn.openInBrowser(page.caller(), id, token, page.formerCookie())) {
            case LinkSignIn.Result.Opened(NewBrowserSession opened) -> page.enter(opened);
            case LinkSignIn.Result.Challenged(FactorChallenge challenge) -> CodePage.ask(page, challenge);
            case LinkSignIn.Result.NoLink() -> invalid(page);
        };
    }

    /** The owner of a link of this very portal. */
    private Optional<Owner> owner(PageRequest page) {
        return id(page).flatMap(id -> redemption.signInOwner(id, page.request().segment("token")))
                .filter(owner -> owner.portalId() == page.caller().portal().id());
    }

    private static Optional<Long> id(PageRequest page) {
        return Ids.id(page.request().segment("id"));
    }

    private static Answer invalid(PageRequest page) {
        return PageRenderer.show(404, Notice.of(page, "link.invalid", "sign-in", "page.sign_in"));
    }
}
