package io.vestibule.dialect.keaze;

import static io.vestibule.http.Route.delete;
import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.head;
import static io.vestibule.http.Route.patch;
import static io.vestibule.http.Route.post;
import static io.vestibule.http.Route.put;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.portal.Dialect;
import java.util.List;
import java.util.SortedSet;

/** Keaze's "Sign up and Sign in", in the order of its page. Customers' browsers call, from the portal's own pages. */
public final class KeazeSite implements Site {
    private final KeazeCallers callers;
    private final List<Route> routes;

    public KeazeSite(
            KeazeCallers callers,
            PasswordlessCalls passwordless,
            PasswordCalls password,
            ChangeEmailCalls changeEmail,
            SecondFactorCalls secondFactor,
            EnrolmentCalls enrolment,
            PasskeyLoginCalls passkeyLogin,
            PasskeyCalls passkeys,
            AccountCalls account,
            ProfileCalls profile) {
        this.callers = callers;
        this.routes = List.of(
                // Check if a customer email exists in our records
                head("/api/rest/portal/customers/email/{email}", callers.as(passwordless::emailExists)),
                get("/api/rest/portal/customers/email/{email}", callers.as(passwordless::emailExists)), // as caches ask
                // Passwordless requests
                post("/api/rest/portal/passwordless-access", callers.as(passwordless::access)),
                post("/api/rest/portal/passwordless-register", callers.as(passwordless::register)),
                post("/api/rest/portal/passwordless-login", callers.as(passwordless::login)),
                post("/api/rest/portal/revoke-token", callers.as(password::revoke)),
                post("/api/rest/portal/passwordless-change-email", callers.as(changeEmail::request)),
                patch("/api/rest/portal/passwordless-change-email/{id}/{token}", callers.as(changeEmail::change)),
                get("/api/rest/portal/auth-token/{id}/{token}", callers.as(passwordless::authToken))
                        .withoutHead(),
                head("/api/rest/portal/auth-token/{id}/{token}", request -> Answer.empty(200)), // consumes nothing
                // Password full requests
                post("/api/rest/portal/password-register", callers.as(password::register)),
                post("/api/rest/portal/password-login", callers.as(password::login)),
                post("/api/rest/portal/refresh-token", callers.as(password::refresh)),
                post("/api/rest/portal/forgot-password", callers.as(password::forgot)),
                post("/api/rest/portal/reset-password/{id}/{token}", callers.as(password::reset)),
                // The second step of a sign-in, and what it is proven with
                post("/api/rest/portal/second-factor", callers.as(secondFactor::complete)),
                post("/api/rest/portal/second-factor/email", callers.as(secondFactor::mailCode)),
                get("/api/rest/portal/second-factor", callers.signedIn(enrolment::status)),
                delete("/api/rest/portal/second-factor", callers.signedIn(enrolment::turnOff)),
                post("/api/rest/portal/second-factor/totp", callers.signedIn(enrolment::offer)),
                post("/api/rest/portal/second-factor/totp/confirm", callers.signedIn(enrolment::confirm)),
                post("/api/rest/portal/second-factor/recovery-codes", callers.signedIn(enrolment::renew)),
                // Passkeys
                post("/api/rest/portal/passkey-login/options", callers.as(passkeyLogin::options)),
                post("/api/rest/portal/passkey-login", callers.as(passkeyLogin::login)),
                post("/api/rest/portal/passkeys/options", callers.signedIn(passkeys::options)),
                post("/api/rest/portal/passkeys", callers.signedIn(passkeys::register)),
                get("/api/rest/portal/passkeys", callers.signedIn(passkeys::list)),
                patch("/api/rest/portal/passkeys/{passkey}", callers.signedIn(passkeys::rename)),
                delete("/api/rest/portal/passkeys/{passkey}", callers.signedIn(passkeys::remove)),
                // A customer's own password, sessions and address
                post("/api/rest/portal/change-password", callers.signedIn(account::changePassword)),
                post("/api/rest/portal/resend-verification", callers.signedIn(account::resendVerification)),
                get("/api/rest/portal/sessions", callers.signedIn(account::list)),
                delete("/api/rest/portal/sessions", callers.signedIn(account::endOthers)),
                delete("/api/rest/portal/sessions/{session}", callers.signedIn(account::end)),
                // The customer profile
                get("/api/rest/portal/profile", callers.signedIn(profile::read)),
                patch("/api/rest/portal/profile", callers.signedIn(profile::update)),
                put("/api/rest/portal/profile", callers.signedIn(profile::update)));
    }

    @Override
    public String name() {
        return Dialect.KEAZE.label();
    }

    @Override
    public List<String> prefixes() {
        return List.of("/api/rest/portal/");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return KeazeError.of(problem);
    }

    @Override
    public Answer finish(Request request, Answer answer) {
        return callers.withCors(request, answer);
    }

    @Override
    public Answer options(Request request, SortedSet<String> allowed, String path) {
        return callers.preflight(request, allowed);
    }
}
