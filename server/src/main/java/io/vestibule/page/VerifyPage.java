package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.signin.LinkRedemption;
import java.util.Optional;

/** The page behind the link that verifies an address. It acts on its button, not on GET: mail scanners follow links. */
public final class VerifyPage {
    private final LinkRedemption redemption;

    public VerifyPage(LinkRedemption redemption) {
        this.redemption = redemption;
    }

    /** What the page says. */
    public enum State {
        /** There is a button. */
        ASK,
        DONE,
        INVALID
    }

    Answer ask(Request request) {
        boolean fits = id(request)
                .map(id -> redemption.verifies(id, request.segment("token")))
                .orElse(false);
        return fits ? page(200, State.ASK) : page(404, State.INVALID);
    }

    Answer act(Request request) {
        boolean done = id(request)
                .map(id -> redemption.verify(id, request.segment("token")))
                .orElse(false);
        return done ? page(200, State.DONE) : page(404, State.INVALID);
    }

    static Answer problem(Problem problem) {
        return page(PlainError.of(problem).status(), State.INVALID);
    }

    private static Optional<Long> id(Request request) {
        String id = request.segment("id");
        return id.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }

    private static Answer page(int status, State state) {
        return Pages.render(status, "verify.jte", state);
    }
}
