package io.vestibule.page.portal;

import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
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
    public record View(Visit visit, String address, String action) {
        /** Without the token. */
        @Override
        public String toString() {
            return "View[redacted]";
        }
    }

    /** Mails a link, and says the same whether or not anybody has the login. */
    Answer request(Visit visit) {
        String login = visit.field("login");
        if (login.isBlank()) {
            return SignInPage.login(422, visit, login, Fault.of("signin.login_missing"));
        }
        return switch (links.signInHere(
                visit.caller(), LoginName.of(login), visit.query().encoded())) {
            case LinkRequests.Result.Mailed mailed -> sent(visit);
            case LinkRequests.Result.Unknown() -> sent(visit);
            case LinkRequests.Result.Disabled disabled -> sent(visit);
            case LinkRequests.Result.Throttled(var wait) ->
                SignInPage.password(429, visit, login, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private static Answer sent(Visit visit) {
        return Screen.show(200, Notice.of(visit, "link.sent", "sign-in", "page.sign_in"));
    }

    /** Shows the button. */
    Answer ask(Visit visit) {
        return owner(visit)
                .map(owner -> Screen.show(
                        200,
                        "link",
                        visit,
                        new View(
                                visit,
                                owner.address(),
                                visit.to(
                                        "sign-in",
                                        "/link/" + visit.request().segment("id") + "/"
                                                + visit.request().segment("token")))))
                .orElseGet(() -> invalid(visit));
    }

    /** Begins the session in the browser whose user presses the button. */
    Answer act(Visit visit) {
        return id(visit).map(id -> act(visit, id)).orElseGet(() -> invalid(visit));
    }

    private Answer act(Visit visit, long id) {
        String token = visit.request().segment("token");
        return switch (signIn.openInBrowser(visit.caller(), id, token, visit.formerCookie())) {
            case LinkSignIn.Result.Opened(NewBrowserSession opened) -> visit.enter(opened);
            case LinkSignIn.Result.Challenged(FactorChallenge challenge) -> CodePage.ask(visit, challenge);
            case LinkSignIn.Result.NoLink() -> invalid(visit);
        };
    }

    /** The owner of a link of this very portal. */
    private Optional<Owner> owner(Visit visit) {
        return id(visit)
                .flatMap(id -> redemption.signsIn(id, visit.request().segment("token")))
                .filter(owner -> owner.portalId() == visit.caller().portal().id());
    }

    private static Optional<Long> id(Visit visit) {
        return Digits.number(visit.request().segment("id"));
    }

    private static Answer invalid(Visit visit) {
        return Screen.show(404, Notice.of(visit, "link.invalid", "sign-in", "page.sign_in"));
    }
}
