package io.vestibule.dialect.openid;

import io.vestibule.dialect.openid.AuthorizationParser.Parsed;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.oauth.Authorization;
import io.vestibule.oauth.Authorizations;
import io.vestibule.page.portal.OpenIdPages;
import io.vestibule.page.portal.Visit;
import io.vestibule.portal.Caller;
import io.vestibule.session.BrowserCookie;

/**
 * The authorization endpoint (OpenID Connect Core section 3.1.2). Where something is wanted of the customer it sends them to a page with the
 * request in the URL; the page sends them back, and all is decided anew.
 */
final class AuthorizeEndpoint {
    private final AuthorizationParser parser;
    private final Authorizations authorizations;
    private final BrowserCookie cookie;
    private final FirstRequest firstRequest;
    private final String base;

    /** @param base the path of the public URL, without a slash at its end */
    AuthorizeEndpoint(
            AuthorizationParser parser,
            Authorizations authorizations,
            BrowserCookie cookie,
            FirstRequest firstRequest,
            String base) {
        this.parser = parser;
        this.authorizations = authorizations;
        this.cookie = cookie;
        this.firstRequest = firstRequest;
        this.base = base;
    }

    Answer authorize(Caller caller, Request request) {
        return switch (parser.parse(caller.portal().id(), request.parameters())) {
            case Parsed.Untrusted(String reason) -> OpenIdPages.refusal(request, reason);
            case Parsed.Refused(AuthorizationResponse response, OAuthError error) -> response.error(error);
            case Parsed.Valid valid
            when isRefused(request) ->
                valid.response().error(new OAuthError("access_denied", "The customer didn't agree."));
            case Parsed.Valid valid -> authorize(caller, request, valid);
        };
    }

    /** The consent page says so. Anybody can, in a URL of their own: it asks for nothing. */
    private static boolean isRefused(Request request) {
        return request.parameters().get("consent") instanceof Json.Text(String text)
                && Visit.REFUSED.equals("consent=" + text);
    }

    private Answer authorize(Caller caller, Request request, Parsed.Valid valid) {
        String session =
                cookie.read(caller.portal().id(), request.header("Cookie")).orElse("");
        Authorization authorization = authorizations.authorize(caller, valid.request(), session);
        AuthorizationResponse response = valid.response();
        return switch (authorization) {
            case Authorization.Granted(var code) -> response.code(code);
            case Authorization.Unmet() ->
                response.error(new OAuthError(
                        "unmet_authentication_requirements", "The customer has no second factor to show."));
            case Authorization.OtherCustomer() ->
                response.error(new OAuthError("login_required", "Somebody else has signed in."));
            case Authorization.SignInWanted wanted -> ask(caller, valid, wanted, signInPage(valid), "login_required");
            case Authorization.SecondFactorWanted wanted ->
                ask(caller, valid, wanted, "/second-factor/", "interaction_required");
            case Authorization.ConsentWanted wanted -> ask(caller, valid, wanted, "/consent/", "consent_required");
        };
    }

    private static String signInPage(Parsed.Valid valid) {
        return valid.prompts().contains(Prompt.CREATE) ? "/register/" : "/sign-in/";
    }

    /** Sends the customer to the page, unless the application wants nobody asked (section 3.1.2.6). */
    private Answer ask(Caller caller, Parsed.Valid valid, Authorization.Wanted wanted, String page, String error) {
        if (valid.prompts().contains(Prompt.NONE)) {
            return valid.response().error(new OAuthError(error, "The customer would have to be asked."));
        }
        long portal = caller.portal().id();
        String query = valid.request().requirements().requestedAt() == null
                ? firstRequest.add(portal, valid.query(), wanted.at())
                : firstRequest.add(
                        portal, valid.query(), valid.request().requirements().requestedAt());
        return Answer.empty(303).with("Location", base + page + portal + "?" + query);
    }
}
