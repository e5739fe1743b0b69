package io.vestibule.dialect.openid;

import io.vestibule.dialect.openid.AuthorizationParser.Parsed;
import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.oauth.Authorization;
import io.vestibule.oauth.AuthorizationRequest;
import io.vestibule.oauth.Authorizations;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.page.portal.OpenIdPages;
import io.vestibule.page.portal.PageRequest;
import io.vestibule.portal.Caller;
import io.vestibule.session.BrowserCookie;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The authorization endpoint (OpenID Connect Core section 3.1.2). Where something is wanted of the customer it sends them to a page with the
 * request in the URL; the page sends them back, and all is decided anew.
 */
final class AuthorizeEndpoint {
    private static final OAuthError NOBODY =
            new OAuthError("login_required", "No customer is signed in as the request wants it.");
    private static final OAuthError ONE_FACTOR =
            new OAuthError("interaction_required", "The customer would have to show a second factor.");
    private static final OAuthError NO_CONSENT =
            new OAuthError("consent_required", "The customer would have to agree.");

    private final AuthorizationParser parser;
    private final PushedRequests pushed;
    private final Authorizations authorizations;
    private final BrowserCookie cookie;
    private final FirstRequest firstRequest;
    private final String base;

    /** @param base the path of the public URL, without a slash at its end */
    AuthorizeEndpoint(
            AuthorizationParser parser,
            PushedRequests pushed,
            Authorizations authorizations,
            BrowserCookie cookie,
            FirstRequest firstRequest,
            String base) {
        this.parser = parser;
        this.pushed = pushed;
        this.authorizations = authorizations;
        this.cookie = cookie;
        this.firstRequest = firstRequest;
        this.base = base;
    }

    Answer authorize(Caller caller, Request request) {
        long portal = caller.portal().id();
        var sent = new AuthorizationParameters(request.parameters());
        Optional<String> reference = sent.text("request_uri").filter(PushedRequests::isReference);
        if (reference.isEmpty()) {
            return answer(caller, request, parser.parse(portal, request.parameters()), null);
        }
        Optional<String> client = sent.text("client_id");
        return client.flatMap(id -> pushed.use(reference.get(), portal, id))
                .map(stored -> answer(
                        caller,
                        request,
                        // of a pushed request the browser brings no more than which it is (RFC 9126 section 4)
                        parser.parsePushed(
                                portal,
                                Parameters.of(stored),
                                sent.only("client_id", "request_uri", FirstRequest.PARAMETER)),
                        reference.get()))
                .orElseGet(() -> gone(request));
    }

    private static Answer gone(Request request) {
        return OpenIdPages.refusal(
                request, "invalid_request_uri: the request_uri is unknown, used, expired, or another client's.");
    }

    /** @param reference of a request that was pushed; null for any other */
    private Answer answer(Caller caller, Request request, Parsed parsed, @Nullable String reference) {
        return switch (parsed) {
            case Parsed.Untrusted(OAuthError error) ->
                OpenIdPages.refusal(request, error.code() + ": " + error.description());
            case Parsed.Refused(AuthorizationResponse response, OAuthError error) -> response.error(request, error);
            case Parsed.Valid valid
            when isRefused(request) ->
                valid.response().error(request, new OAuthError("access_denied", "The customer didn't agree."));
            case Parsed.Valid valid
            when reference == null && valid.request().client().metadata().pushedRequestsOnly() ->
                valid.response()
                        .error(request, OAuthError.invalidRequest("This client has to push its requests (RFC 9126)."));
            case Parsed.Valid valid -> authorize(caller, request, valid, reference);
        };
    }

    /** The consent page says so. Anybody can, in a URL of their own: it asks for nothing. */
    private static boolean isRefused(Request request) {
        return request.parameters()
                .text("consent")
                .filter(text -> PageRequest.REFUSED.equals("consent=" + text))
                .isPresent();
    }

    private Answer authorize(Caller caller, Request request, Parsed.Valid valid, @Nullable String reference) {
        String session = request.cookie(cookie.name(caller.portal().id())).orElse("");
        boolean declined = declinesSecondFactor(request);
        if (session.isEmpty() && !countsFromArrival(request, valid)) {
            return ask(caller, request, valid, null, signInPage(valid), declined, NOBODY);
        }
        AuthorizationRequest asked = declined ? valid.request().withoutSecondFactor() : valid.request();
        Authorization authorization = authorizations.authorize(caller, asked, reference, session);
        AuthorizationResponse response = valid.response();
        return switch (authorization) {
            case Authorization.Granted(var code) -> response.code(request, code);
            case Authorization.Used() -> gone(request);
            case Authorization.NotWhileActing() ->
                response.error(request, new OAuthError("access_denied", "An operator acts for the customer."));
            case Authorization.Unmet() -> response.error(request, unmet("The customer has no second factor to show."));
            case Authorization.SecondFactorWanted wanted
            when declined ->
                response.error(request, unmet("The customer goes on without a second factor, which is essential."));
            case Authorization.OtherCustomer() ->
                response.error(
                        request,
                        new OAuthError(
                                "login_required",
                                "The customer who has signed in is not the one that id_token_hint or the claim sub names."));
            case Authorization.SignInWanted wanted ->
                ask(caller, request, valid, wanted.at(), signInPage(valid), declined, NOBODY);
            case Authorization.SecondFactorWanted wanted ->
                ask(caller, request, valid, wanted.at(), "/second-factor/", false, ONE_FACTOR);
            case Authorization.ConsentWanted wanted ->
                ask(caller, request, valid, wanted.at(), "/consent/", declined, NO_CONSENT);
        };
    }

    private static OAuthError unmet(String description) {
        return new OAuthError("unmet_authentication_requirements", description);
    }

    /** The page that asks for the second factor says so. Anybody can: the tokens tell what was shown. */
    private static boolean declinesSecondFactor(Request request) {
        return request.parameters()
                .text(PageRequest.SECOND_FACTOR)
                .filter("declined"::equals)
                .isPresent();
    }

    private static String signInPage(Parsed.Valid valid) {
        return valid.prompts().contains(Prompt.CREATE) ? "/register/" : "/sign-in/";
    }

    /** Whether it has to be known when the request came: a request object may run out while its customer signs in. */
    private static boolean countsFromArrival(Request request, Parsed.Valid valid) {
        return valid.request().requirements().countFromArrival()
                || valid.request().needsInteraction()
                || request.parameters().text("request").isPresent();
    }

    /**
     * Sends the customer to the page, unless the application wants nobody asked (section 3.1.2.6).
     *
     * @param arrived the database's time; null where it doesn't count
     */
    private Answer ask(
            Caller caller,
            Request request,
            Parsed.Valid valid,
            @Nullable Instant arrived,
            String page,
            boolean declined,
            OAuthError unasked) {
        if (valid.prompts().contains(Prompt.NONE)) {
            return valid.response().error(request, unasked);
        }
        long portal = caller.portal().id();
        Instant before = valid.request().requirements().requestedAt();
        Instant first = before == null ? arrived : before;
        String query = first == null ? valid.query() : firstRequest.add(portal, valid.query(), first);
        return Answer.empty(303)
                .with(
                        "Location",
                        base + page + portal + "?" + query + (declined ? "&" + PageRequest.WITHOUT_SECOND_FACTOR : ""));
    }
}
