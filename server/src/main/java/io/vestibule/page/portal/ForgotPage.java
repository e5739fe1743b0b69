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
    public record View(
            PageRequest page, String login, @Nullable Fault fault) {}

    Answer show(PageRequest page) {
        return show(200, page, page.query().loginHint(), null);
    }

    /** Says the same whether or not anybody has the login. */
    Answer take(PageRequest page) {
        String login = page.field("login");
        if (login.isBlank()) {
            return show(422, page, login, Fault.of("signin.login_missing"));
        }
        return switch (links.resetHere(
                page.caller(), LoginName.of(login), page.query().encoded())) {
            case LinkRequests.Result.Mailed mailed -> sent(page);
            case LinkRequests.Result.Unknown() -> sent(page);
            case LinkRequests.Result.Disabled disabled -> sent(page);
            case LinkRequests.Result.Throttled(var wait) ->
                show(429, page, login, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private static Answer show(int status, PageRequest page, String login, @Nullable Fault fault) {
        return PageRenderer.show(status, "forgot", page, new View(page, login, fault));
    }

    private static Answer sent(PageRequest page) {
        return PageRenderer.show(200, Notice.of(page, "forgot.sent", "sign-in", "page.sign_in"));
    }
}
