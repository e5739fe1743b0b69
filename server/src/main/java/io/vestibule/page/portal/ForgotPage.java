package io.vestibule.page.portal;

import io.vestibule.customer.LoginName;
import io.vestibule.http.Answer;
import io.vestibule.signin.LinkRequests;
import org.jspecify.annotations.Nullable;

/** Asking for a link that sets a new password. The page behind the link is the server's own, for every portal. */
public final class ForgotPage {
    private final LinkRequests links;

    public ForgotPage(LinkRequests links) {
        this.links = links;
    }

    /**
     * What the template shows.
     *
     * @param login that was typed, or hinted at
     * @param fault why the page is shown again; null at first
     */
    public record View(Visit visit, String login, @Nullable Fault fault) {}

    Answer show(Visit visit) {
        return show(200, visit, visit.query().loginHint(), null);
    }

    /** Says the same whether or not anybody has the login. */
    Answer take(Visit visit) {
        String login = visit.field("login");
        if (login.isBlank()) {
            return show(422, visit, login, Fault.of("signin.login_missing"));
        }
        return switch (links.resetHere(visit.caller(), LoginName.of(login))) {
            case LinkRequests.Result.Mailed mailed -> sent(visit);
            case LinkRequests.Result.Unknown() -> sent(visit);
            case LinkRequests.Result.Disabled disabled -> sent(visit);
            case LinkRequests.Result.Throttled(var wait) ->
                show(429, visit, login, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private static Answer show(int status, Visit visit, String login, @Nullable Fault fault) {
        return Screen.show(status, "forgot", visit, new View(visit, login, fault));
    }

    private static Answer sent(Visit visit) {
        return Screen.show(200, Notice.of(visit, "forgot.sent", "sign-in", "page.sign_in"));
    }
}
