package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.session.BrowserSessions;

/** Signing out of a portal, in this browser. */
public final class SignOutPage {
    private final BrowserSessions browsers;

    public SignOutPage(BrowserSessions browsers) {
        this.browsers = browsers;
    }

    /** What the template shows. */
    public record View(PageRequest page, String who) {}

    /** A button: a link that signs out could be anywhere. */
    Answer ask(PageRequest page) {
        return page.sessionCookie()
                .flatMap(cookie -> browsers.findOrActing(page.caller().portal().id(), cookie))
                .map(found ->
                        PageRenderer.show(200, "sign-out", page, new View(page, AccountView.name(found.customer()))))
                .orElseGet(() -> page.goTo("signed-out"));
    }

    /** Ends the session, and what applications were granted in it. */
    Answer act(PageRequest page) {
        page.sessionCookie().ifPresent(cookie -> browsers.end(page.caller(), cookie));
        return page.query().isOfLogout() ? page.goToLogout() : page.leave("signed-out");
    }

    /** Where signing out ends. */
    Answer done(PageRequest page) {
        return PageRenderer.show(200, Notice.of(page, "signedout", "sign-in", "signedout.again"));
    }
}
