package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;
import io.vestibule.link.Link;
import io.vestibule.portal.Caller;
import io.vestibule.signin.LinkRequests;
import org.jspecify.annotations.Nullable;

/** Answers of calls that send a link: "In the live environment, this field is not sent." */
public final class MailedLink {
    private final boolean testMode;

    public MailedLink(boolean testMode) {
        this.testMode = testMode;
    }

    /** @param link the link that was mailed, or null where none was and nobody shall know */
    Answer answer(int status, String message, @Nullable Link link) {
        Json.Builder body = Json.object().put("message", message);
        if (testMode && link != null) {
            body.put("magicLink", link.whole());
        }
        return Answer.json(status, body.build());
    }

    /** How the asking for a link reads: a hardened portal tells nobody whether an address is known. */
    Answer answer(Caller caller, LinkRequests.Result result, String message) {
        return switch (result) {
            case LinkRequests.Result.Mailed(Link link, boolean created) -> answer(created ? 201 : 200, message, link);
            case LinkRequests.Result.Unknown() ->
                caller.portal().hardened()
                        ? answer(200, message, null)
                        : KeazeError.message(404, "No customer has this email.");
            case LinkRequests.Result.Disabled(long customerId) ->
                caller.portal().hardened()
                        ? answer(200, message, null)
                        : KeazeError.field("email", "The customer with this email is disabled.");
            case LinkRequests.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
