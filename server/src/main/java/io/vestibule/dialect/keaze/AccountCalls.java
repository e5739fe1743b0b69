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
import io.vestibule.session.Sessions;
import io.vestibule.session.Sessions.SignedIn;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.OwnAccount;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Password, sessions and address of the customer who holds the access token (an addition to the page). */
public final class AccountCalls {
    private final OwnAccount account;
    private final LinkRequests links;
    private final Sessions sessions;
    private final PasswordPolicy policy;
    private final MailedLink mailed;
    private final boolean testMode;

    public AccountCalls(
            OwnAccount account, LinkRequests links, Sessions sessions, PasswordPolicy policy, boolean testMode) {
        this.account = account;
        this.links = links;
        this.sessions = sessions;
        this.policy = policy;
        this.mailed = new MailedLink(testMode);
        this.testMode = testMode;
    }

    /** Takes the password there is and another one. */
    Answer changePassword(Caller caller, Request request) {
        return forHolder(caller, request, who -> {
            Fields fields = new Fields(request, testMode);
            Secret password = fields.password("password");
            Secret wanted = fields.newPassword(
                    "newPassword", policy, who.customer().address().orElse(null));
            return fields.passed()
                    ? answer(
                            request,
                            account.changePassword(caller, who, password, wanted),
                            KeazeError.message(200, "The password has been changed."),
                            KeazeError.message(409, "There is no password to change. A link can set one."))
                    : KeazeError.fields(fields.errors());
        });
    }

    /** The sessions that are alive, the newest first. */
    Answer list(Caller caller, Request request) {
        return forHolder(caller, request, who -> {
            List<Json> open = account.sessions(who).stream()
                    .map(session -> (Json) shown(session, who))
                    .toList();
            return Answer.json(
                    200, Json.object().put("sessions", new Json.Array(open)).build());
        });
    }

    private static Json.Object shown(OpenSession session, SignedIn who) {
        return Json.object()
                .put("id", session.id().toString())
                .put("current", session.id().equals(who.session()))
                .put("signedInBy", signedInBy(session.methods()))
                .put("createdAt", time(session.created()))
                .put("refreshedAt", time(session.refreshed()))
                .put("expiresAt", time(session.expires()))
                .build();
    }

    private static String signedInBy(List<String> methods) {
        if (methods.contains(ActAsSession.METHOD)) {
            return "support";
        }
        return methods.contains("link") ? "link" : methods.contains("hwk") ? "passkey" : "password";
    }

    private static @Nullable String time(@Nullable Instant moment) {
        return moment == null ? null : DateTimeFormatter.ISO_INSTANT.format(moment);
    }

    /** Ends one session. */
    Answer end(Caller caller, Request request) {
        Answer unknown = KeazeError.message(404, "There is no such session.");
        return forHolder(caller, request, who -> {
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
        });
    }

    /** Ends all others. */
    Answer endOthers(Caller caller, Request request) {
        return forHolder(caller, request, who -> {
            Fields fields = new Fields(request, testMode);
            Secret password = fields.optionalSecret("password");
            Answer done = KeazeError.message(200, "The other sessions have been ended.");
            return fields.passed()
                    ? answer(request, account.endOthers(caller, who, password), done, done)
                    : KeazeError.fields(fields.errors());
        });
    }

    /** Mails another link that verifies the address. */
    Answer resendVerification(Caller caller, Request request) {
        Answer nothing = KeazeError.message(409, "There is no email address to verify.");
        return forHolder(caller, request, who -> {
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
        });
    }

    private Answer forHolder(Caller caller, Request request, Function<SignedIn, Answer> call) {
        return BearerToken.of(request)
                .flatMap(token -> sessions.authenticate(caller, token))
                .map(call)
                .orElseGet(() -> KeazeError.unauthorized(request));
    }

    private static Answer answer(Request request, OwnAccount.Result result, Answer done, Answer nothing) {
        return switch (result) {
            case OwnAccount.Result.Done() -> done;
            case OwnAccount.Result.Nothing() -> nothing;
            case OwnAccount.Result.Wanted() -> KeazeError.field("password", "The password field is required.");
            case OwnAccount.Result.Wrong() -> KeazeError.field("password", "The password is wrong.");
            case OwnAccount.Result.Over() -> KeazeError.unauthorized(request);
            case OwnAccount.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
