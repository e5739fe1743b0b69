package io.vestibule.dialect.keaze;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginStore.Standing;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.guard.Permitted;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.session.IssuedTokens;
import io.vestibule.signin.FactorChallenge;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.LinkSignIn;
import io.vestibule.signin.LookUp;
import io.vestibule.signin.SignUp;
import java.util.Optional;

/** "Passwordless requests", and the check whether an email exists. */
public final class PasswordlessCalls {
    private static final String SENT = "We have sent an email with a magic link.";

    private final LookUp lookUp;
    private final LinkRequests links;
    private final LinkSignIn signIn;
    private final SignUp signUp;
    private final MailedLink mailed;
    private final boolean testMode;

    public PasswordlessCalls(LookUp lookUp, LinkRequests links, LinkSignIn signIn, SignUp signUp, boolean testMode) {
        this.lookUp = lookUp;
        this.links = links;
        this.signIn = signIn;
        this.signUp = signUp;
        this.mailed = new MailedLink(testMode);
        this.testMode = testMode;
    }

    /** "It will return HTTP code 200 if there's an active record …, 404 …, 409 [if] the record was disabled." */
    Answer emailExists(Caller caller, Request request) {
        Optional<EmailAddress> email = EmailAddress.parse(request.segment("email"));
        if (email.isEmpty()) {
            return known(404);
        }
        return switch (lookUp.standing(caller, email.get().login())) {
            case Permitted.Throttled<Standing>(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
            case Permitted.Granted<Standing>(Standing standing) ->
                known(caller.portal().hardened() ? 200 : status(standing));
        };
    }

    /** The status says it all; a GET, which is no call of the page's, gets an empty object with it. */
    private static Answer known(int status) {
        return Answer.json(status, Json.object().build());
    }

    private static int status(Standing standing) {
        return switch (standing) {
            case ENABLED -> 200;
            case NOBODY -> 404;
            case DISABLED -> 409;
        };
    }

    /** "HTTP code 201 [if] the customer was created or 200 if the customer already existed." */
    Answer access(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String url = fields.url(caller.portal());
        EmailAddress email = fields.email("email");
        return fields.passed()
                ? answer(caller, links.access(caller, email, url, Languages.of(request)))
                : KeazeError.fields(fields.errors());
    }

    /** "The only difference is that if the customer is not registered, the API will respond with a 404 error code." */
    Answer login(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String url = fields.url(caller.portal());
        EmailAddress email = fields.email("email");
        return fields.passed() ? answer(caller, links.signIn(caller, email, url)) : KeazeError.fields(fields.errors());
    }

    private Answer answer(Caller caller, LinkRequests.Result result) {
        return mailed.answer(caller, result, SENT);
    }

    /** "HTTP code 201 [if] the customer was successfully created and the email was sent to the email provided." */
    Answer register(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String url = fields.url(caller.portal());
        EmailAddress email = fields.email("email");
        ProfileChanges profile = ProfileFields.forNew(request, caller.portal(), "url", "email");
        fields.refuse(profile.errors());
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        return switch (signUp.withoutPassword(caller, email, profile.asNew(), Languages.of(request), url)) {
            case SignUp.Result.Registered(var customer, var link) -> mailed.answer(201, SENT, link);
            case SignUp.Result.Taken() -> KeazeError.field("email", "The email has already been taken.");
            case SignUp.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }

    /** "Magic links can only be used once." A page that is fetched ahead of time hasn't been used (RFC 9110 section 9.2.1). */
    Answer authToken(Caller caller, Request request) {
        boolean ahead = request.header("Sec-Purpose").orElse("").contains("prefetch")
                || request.header("Purpose").orElse("").contains("prefetch");
        Optional<Long> id = CustomerIds.of(request).filter(given -> !ahead);
        if (id.isEmpty()) {
            return KeazeError.invalidLink();
        }
        return switch (signIn.open(caller, id.get(), request.segment("token"))) {
            case LinkSignIn.Result.Opened(IssuedTokens tokens) -> SignInAnswers.accessTokenOnly(tokens);
            case LinkSignIn.Result.Challenged(FactorChallenge challenge) -> SignInAnswers.secondFactor(challenge);
            case LinkSignIn.Result.NoLink() -> KeazeError.invalidLink();
        };
    }
}
