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
    public record View(Visit visit, String who) {}

    /** A button: a link that signs out could be anywhere. */
    Answer ask(Visit visit) {
        return visit.sessionCookie()
                .flatMap(cookie -> browsers.find(visit.caller().portal().id(), cookie))
                .map(found -> Screen.show(200, "sign-out", visit, new View(visit, AccountView.name(found.customer()))))
                .orElseGet(() -> visit.goTo("signed-out"));
    }

    /** Ends the session, and what applications were granted in it. */
    Answer act(Visit visit) {
        visit.sessionCookie().ifPresent(cookie -> browsers.end(visit.caller(), cookie));
        return visit.query().isOfLogout() ? visit.goToLogout() : visit.leave("signed-out");
    }

    /** Where signing out ends. */
    Answer done(Visit visit) {
        return Screen.show(200, Notice.of(visit, "signedout", "sign-in", "signedout.again"));
    }
}
