package io.vestibule.dialect.keaze;

import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Sessions;
import io.vestibule.signin.LinkRedemption;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.PasswordSignIn;
import io.vestibule.signin.SignUp;
import java.util.List;
import java.util.Optional;

/** "Password full requests", and the logout of both ways. */
public final class PasswordCalls {
    private final SignUp signUp;
    private final PasswordSignIn signIn;
    private final Sessions sessions;
    private final LinkRequests links;
    private final LinkRedemption redemption;
    private final PasswordPolicy policy;
    private final MailedLink mailed;
    private final boolean testMode;

    public PasswordCalls(
            SignUp signUp,
            PasswordSignIn signIn,
            Sessions sessions,
            LinkRequests links,
            LinkRedemption redemption,
            PasswordPolicy policy,
            boolean testMode) {
        this.signUp = signUp;
        this.signIn = signIn;
        this.sessions = sessions;
        this.links = links;
        this.redemption = redemption;
        this.policy = policy;
        this.mailed = new MailedLink(testMode);
        this.testMode = testMode;
    }

    /** "HTTP code 201 [if] the customer was successfully created and a resource with all the customer fields." */
    Answer register(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        EmailAddress email = fields.email("email");
        Secret password = fields.newPassword("password", policy, List.of(email.value()));
        ProfileChanges profile = ProfileFields.forNew(request, caller.portal(), "email", "password");
        fields.refuse(profile.errors());
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        return switch (signUp.withPassword(caller, email, password, profile.asNew(), Languages.of(request))) {
            case SignUp.Result.Registered(var customer, var link) ->
                Answer.json(
                        201, ProfileFields.resource(customer, caller.portal().profile()));
            case SignUp.Result.Taken() -> KeazeError.field("email", "The email has already been taken.");
            case SignUp.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }

    /** "you will receive an access_token and refresh_token in the JSON response" */
    Answer login(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String email = fields.anyText("email");
        Secret password = fields.secret("password");
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        return switch (signIn.open(caller, email, password)) {
            case PasswordSignIn.Session.Opened(var customer, var tokens) -> SignInAnswers.withRefreshToken(tokens);
            case PasswordSignIn.Session.Challenged(var challenge) -> SignInAnswers.secondFactor(challenge);
            case PasswordSignIn.Session.Temporary(Customer customer) -> temporary(caller, customer);
            case PasswordSignIn.Session.Refused() -> KeazeError.unauthorized();
            case PasswordSignIn.Session.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }

    /** Whoever has a temporary password must choose another first: on our own page, as this call names none of the portal's. */
    private Answer temporary(Caller caller, Customer customer) {
        return switch (links.resetHere(caller, customer)) {
            case LinkRequests.Result.Mailed mailed -> changeFirst(": we have sent you an email with a link.");
            // Links that were sent just before still hold
            case LinkRequests.Result.Throttled full -> changeFirst(": we have sent you an email with a link.");
            case LinkRequests.Result.Unknown() -> changeFirst(".");
            case LinkRequests.Result.Disabled disabled -> KeazeError.unauthorized(); // since the password was verified
        };
    }

    private static Answer changeFirst(String end) {
        return KeazeError.message(403, "This is a temporary password. Please choose a new one" + end);
    }

    /** "You will receive a response similar to the one received when asking for an access token." */
    Answer refresh(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String token = fields.anyText("refreshToken", "refresh_token");
        return fields.passed()
                ? sessions.refresh(caller, token)
                        .map(SignInAnswers::withRefreshToken)
                        .orElseGet(KeazeError::unauthorized)
                : KeazeError.fields(fields.errors());
    }

    /** "the concept of logout is just revoke or delete the access token" */
    Answer revoke(Caller caller, Request request) {
        Optional<String> token = request.authorization(KeazeError.BEARER);
        return token.isPresent() && sessions.revoke(caller, token.get())
                ? KeazeError.message(200, "The token has been revoked.")
                : KeazeError.unauthorized(request);
    }

    /** One and the same answer, whether or not the address is known. */
    Answer forgot(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String url = fields.url(caller.portal());
        EmailAddress email = fields.email("email");
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        String message = "If we know this email, we have sent it a link to set a new password.";
        return switch (links.reset(caller, email, url)) {
            case LinkRequests.Result.Mailed(var link, var created) -> mailed.answer(200, message, link);
            case LinkRequests.Result.Unknown() -> mailed.answer(200, message, null);
            case LinkRequests.Result.Disabled(long customerId) -> mailed.answer(200, message, null);
            case LinkRequests.Result.Throttled(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }

    /** "If everything was OK the API will respond with status code 200" */
    Answer reset(Caller caller, Request request) {
        Fields fields = new Fields(request, testMode);
        String token = request.segment("token");
        Optional<Long> id = CustomerIds.of(request);
        List<String> logins =
                id.map(customer -> redemption.logins(caller, customer, token)).orElse(List.of());
        Secret password = fields.newPassword("newPassword", policy, logins);
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        boolean done = id.isPresent() && redemption.reset(caller, id.get(), token, password);
        return done ? KeazeError.message(200, "The password has been changed.") : KeazeError.invalidLink();
    }
}
