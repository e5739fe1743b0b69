package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.page.LinkPage.State;
import io.vestibule.signin.LinkRedemption;

/** The page behind the link that verifies an address, in the browser's language. */
public final class VerifyPage {
    static final LinkPage PAGE = new LinkPage("verify");

    private final LinkRedemption redemption;

    public VerifyPage(LinkRedemption redemption) {
        this.redemption = redemption;
    }

    Answer ask(Request request) {
        boolean fits = LinkPage.id(request)
                .map(id -> redemption.verifies(id, request.segment("token")))
                .orElse(false);
        return fits ? PAGE.show(200, State.ASK, request) : PAGE.show(404, State.INVALID, request);
    }

    Answer act(Request request) {
        boolean done = LinkPage.id(request)
                .map(id -> redemption.verify(id, request.segment("token")))
                .orElse(false);
        return done ? PAGE.show(200, State.DONE, request) : PAGE.show(404, State.INVALID, request);
    }
}
