package io.vestibule.page;

import io.vestibule.guard.Network;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.link.LinkStore.Owner;
import io.vestibule.page.LinkPage.State;
import io.vestibule.signin.LinkRedemption;
import java.util.Optional;

/** The page behind the link that verifies an address, in the browser's language. */
public final class VerifyPage {
    static final LinkPage PAGE = new LinkPage("verify");

    private final LinkRedemption redemption;

    public VerifyPage(LinkRedemption redemption) {
        this.redemption = redemption;
    }

    Answer ask(Request request) {
        return owner(request)
                .map(owner -> PAGE.show(200, State.ASK, owner, request))
                .orElseGet(() -> PAGE.invalid(request));
    }

    Answer act(Request request) {
        return owner(request)
                .filter(owner -> redemption.verify(
                        LinkPage.id(request).orElseThrow(),
                        request.segment("token"),
                        Network.of(request.remote()),
                        request.id()))
                .map(owner -> PAGE.show(200, State.DONE, owner, request))
                .orElseGet(() -> PAGE.invalid(request));
    }

    private Optional<Owner> owner(Request request) {
        return LinkPage.id(request).flatMap(id -> redemption.verifies(id, request.segment("token")));
    }
}
