package io.vestibule.dialect.keaze;

import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.portal.Caller;
import io.vestibule.signin.EmailChange;
import io.vestibule.signin.LinkRequests;
import java.util.Optional;

/** "Updating the email address": "two steps are required". */
public final class ChangeEmailCalls {
    private final LinkRequests links;
    private final EmailChange change;
    private final MailedLink mailed;
    private final boolean testMode;

    public ChangeEmailCalls(LinkRequests links, EmailChange change, boolean testMode) {
        this.links = links;
        this.change = change;
        this.mailed = new MailedLink(testMode);
        this.testMode = testMode;
    }

    /** "for the customer to receive an email with a magic link to change his email address" */
    Answer request(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String url = fields.url(caller.portal());
        EmailAddress email = fields.email("email");
        return fields.passed()
                ? mailed.answer(
                        caller,
                        links.changeEmail(caller, email, url),
                        "We have sent an email with a link to change the email address.")
                : KeazeError.fields(fields.errors());
    }

    /** "The payload should contain the current email and the new one." */
    Answer change(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        EmailAddress current = fields.email("currentEmail");
        EmailAddress wanted = fields.email("newEmail");
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        Optional<Long> id = CustomerIds.of(request);
        if (id.isEmpty()) {
            return KeazeError.invalidLink();
        }
        return switch (change.byLink(caller, id.get(), request.segment("token"), current, wanted)) {
            case EmailChange.Result.Done() -> KeazeError.message(200, "The email address has been changed.");
            case EmailChange.Result.Refused() -> KeazeError.invalidLink();
            case EmailChange.Result.Taken() -> KeazeError.field("newEmail", "The new email has already been taken.");
            case EmailChange.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
