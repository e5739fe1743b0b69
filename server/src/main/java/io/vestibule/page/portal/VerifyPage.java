package io.vestibule.page.portal;

import io.vestibule.guard.Network;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.link.LinkStore.Owner;
import io.vestibule.page.PageWords;
import io.vestibule.page.portal.LinkPage.State;
import io.vestibule.signin.LinkRedemption;
import java.util.Optional;

/** The page behind the link that verifies an address, in the browser's language. */
final class VerifyPage {
    private final LinkPage page;
    private final LinkRedemption redemption;

    VerifyPage(LinkPage page, LinkRedemption redemption) {
        this.page = page;
        this.redemption = redemption;
    }

    Answer ask(Request request) {
        return owner(request)
                .map(owner -> page.show(200, State.ASK, owner, PageWords.accepted(request)))
                .orElseGet(() -> page.invalid(request));
    }

    Answer act(Request request) {
        return owner(request)
                .filter(owner -> redemption.verify(
                        LinkPage.id(request).orElseThrow(),
                        request.segment("token"),
                        Network.of(request.remote()),
                        request.id()))
                .map(owner -> page.show(200, State.DONE, owner, PageWords.accepted(request)))
                .orElseGet(() -> page.invalid(request));
    }

    private Optional<Owner> owner(Request request) {
        return LinkPage.id(request).flatMap(id -> redemption.verificationOwner(id, request.segment("token")));
    }
}
