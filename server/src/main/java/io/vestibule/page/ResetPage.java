package io.vestibule.page;

import io.vestibule.guard.Network;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.page.LinkPage.State;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.secret.Secret;
import io.vestibule.signin.LinkRedemption;
import java.util.List;
import java.util.Optional;

/**
 * Our own page to choose a new password, in the browser's language: for customers whose portal names none of its own. No cookie
 * comes along, so nobody's browser can be made to post for them: whoever posts has the token (ASVS 3.5.1).
 */
public final class ResetPage {
    static final LinkPage PAGE = new LinkPage("reset");

    private final LinkRedemption redemption;
    private final PasswordPolicy policy;

    public ResetPage(LinkRedemption redemption, PasswordPolicy policy) {
        this.redemption = redemption;
        this.policy = policy;
    }

    Answer ask(Request request) {
        return fitting(request).isPresent()
                ? PAGE.show(200, State.ASK, request)
                : PAGE.show(404, State.INVALID, request);
    }

    /** A password that is refused consumes nothing. */
    Answer act(Request request) {
        Optional<Long> id = fitting(request);
        if (id.isEmpty()) {
            return PAGE.show(404, State.INVALID, request);
        }
        String typed = request.parameters().get("password") instanceof Json.Text(String text) ? text : "";
        Secret password = Secret.of(typed);
        if (policy.objection(password, List.of()).isPresent()) {
            return PAGE.show(422, State.REFUSED, request);
        }
        boolean done = redemption.resetHere(
                id.get(), request.segment("token"), password, Network.of(request.remote()), request.id());
        return done ? PAGE.show(200, State.DONE, request) : PAGE.show(404, State.INVALID, request);
    }

    private Optional<Long> fitting(Request request) {
        return LinkPage.id(request).filter(id -> redemption.resets(id, request.segment("token")));
    }
}
