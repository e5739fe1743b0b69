package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.ActAsSession;
import io.vestibule.session.OpenSession;
import io.vestibule.session.Sessions.SignedIn;
import io.vestibule.signin.Enrolment;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.OwnAccount;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Password, sessions and address of the customer who holds the access token (an addition to the page). */
public final class AccountCalls {
    private final OwnAccount account;
    private final LinkRequests links;
    private final PasswordPolicy policy;
    private final MailedLink mailed;
    private final boolean testMode;

    public AccountCalls(OwnAccount account, LinkRequests links, PasswordPolicy policy, boolean testMode) {
        this.account = account;
        this.links = links;
        this.policy = policy;
        this.mailed = new MailedLink(testMode);
        this.testMode = testMode;
    }

    /** Takes the password there is and another one. */
    Answer changePassword(Caller caller, SignedIn who, Request request) {
        Fields fields = new Fields(request, testMode);
        Secret password = fields.secret("password");
        Secret wanted = fields.newPassword("newPassword", policy, who.customer().logins());
        return fields.passed()
                ? answer(
                        request,
                        account.changePassword(caller, who, password, wanted),
                        KeazeError.message(200, "The password has been changed."),
                        KeazeError.message(409, "There is no password to change. A link can set one."))
                : KeazeError.fields(fields.errors());
    }

    /** The sessions that are alive, the newest first. */
    Answer list(Caller caller, SignedIn who, Request request) {
        List<Json> open = account.sessions(who).stream()
                .map(session -> (Json) shown(session, who))
                .toList();
        return Answer.json(
                200, Json.object().put("sessions", new Json.Array(open)).build());
    }

    private static Json.Object shown(OpenSession session, SignedIn who) {
        return Json.object()
                .put("id", session.id().toString())
                .put("current", session.id().equals(who.session()))
                .put("signedInBy", signedInBy(session.methods()))
                .put("createdAt", KeazeTime.text(session.created()))
                .put("refreshedAt", KeazeTime.text(session.refreshed()))
                .put("expiresAt", KeazeTime.text(session.expires()))
                .build();
    }

    private static String signedInBy(List<String> methods) {
        if (methods.contains(ActAsSession.METHOD)) {
            return "support";
        }
        return methods.contains("link") ? "link" : methods.contains("hwk") ? "passkey" : "password";
    }

    /** Ends one session. */
    Answer end(Caller caller, SignedIn who, Request request) {
        Answer unknown = KeazeError.message(404, "There is no such session.");
        Fields fields = new Fields(request, testMode);
        Secret password = fields.optionalSecret("password");
        Optional<UUID> session = Ids.uuid(request.segment("session"));
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        return session.map(id -> answer(
                        request,
                        account.end(caller, who, id, password),
                        KeazeError.message(200, "The session has been ended."),
                        unknown))
                .orElse(unknown);
    }

    /** Ends all others. */
    Answer endOthers(Caller caller, SignedIn who, Request request) {
        Fields fields = new Fields(request, testMode);
        Secret password = fields.optionalSecret("password");
        Answer done = KeazeError.message(200, "The other sessions have been ended.");
        return fields.passed()
                ? answer(request, account.endOthers(caller, who, password), done, done)
                : KeazeError.fields(fields.errors());
    }

    /** Mails another link that verifies the address. */
    Answer resendVerification(Caller caller, SignedIn who, Request request) {
        Answer nothing = KeazeError.message(409, "There is no email address to verify.");
        if (who.customer().verified()) {
            return KeazeError.message(409, "The email address has been verified already.");
        }
        return switch (links.verification(caller, who.customer())) {
            case LinkRequests.Result.Mailed(var link, var created) ->
                mailed.answer(200, "We have sent an email with a link to verify the email address.", link);
            case LinkRequests.Result.Unknown() -> nothing;
            case LinkRequests.Result.Disabled disabled -> KeazeError.unauthorized(request); // since this moment
            case LinkRequests.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }

    private static Answer answer(Request request, OwnAccount.Result result, Answer done, Answer nothing) {
        return switch (result) {
            case OwnAccount.Result.Done() -> done;
            case OwnAccount.Result.Nothing() -> nothing;
            case OwnAccount.Result.Wanted() -> ProofFields.missing(Enrolment.Proof.PASSWORD);
            case OwnAccount.Result.Wrong() -> ProofFields.wrong(Enrolment.Proof.PASSWORD);
            case OwnAccount.Result.Over() -> KeazeError.unauthorized(request);
            case OwnAccount.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
