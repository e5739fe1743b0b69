package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.oauth.OAuthTokens;
import io.vestibule.oauth.OAuthTokens.IdToken;
import io.vestibule.page.portal.OpenIdPages;
import io.vestibule.portal.Caller;
import io.vestibule.session.BrowserCookie;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An application wants its customer signed out (OpenID Connect RP-Initiated Logout 1.0). With an ID token of this very session it is done at
 * once; otherwise the customer is asked, since anybody can make a browser follow a link.
 */
final class LogoutEndpoint {
    private final OAuthClients clients;
    private final OAuthTokens tokens;
    private final BrowserSessions browsers;
    private final BrowserCookie cookie;
    private final String base;

    /** @param base the path of the public URL, without a slash at its end */
    LogoutEndpoint(
            OAuthClients clients, OAuthTokens tokens, BrowserSessions browsers, BrowserCookie cookie, String base) {
        this.clients = clients;
        this.tokens = tokens;
        this.browsers = browsers;
        this.cookie = cookie;
        this.base = base;
    }

    Answer logOut(Caller caller, Request request) {
        Parameters parameters = request.parameters();
        long portal = caller.portal().id();
        Optional<String> hintText = parameters.text("id_token_hint");
        Optional<IdToken> hint = hintText.flatMap(text -> tokens.verifyHint(text, portal));
        Optional<String> named = parameters.text("client_id");
        Optional<String> target = parameters.text("post_logout_redirect_uri");
        if (!parameters.repeated().isEmpty()) {
            return OpenIdPages.refusal(request, "A parameter was given more than once.");
        }
        if (UrlQuery.of(parameters).length() > AuthorizationParser.LONGEST) {
            return OpenIdPages.refusal(
                    request, "The request is longer than " + AuthorizationParser.LONGEST + " characters.");
        }
        if (hintText.isPresent() && hint.isEmpty()) {
            return withoutApplication(caller, request);
        }
        if (hint.isPresent()
                && named.isPresent()
                && !named.get().equals(hint.get().clientId())) {
            return OpenIdPages.refusal(request, "The id_token_hint is of another client than client_id.");
        }
        Optional<OAuthClient> client =
                hint.map(IdToken::clientId).or(() -> named).flatMap(id -> clients.find(portal, id));
        if (target.isPresent()
                && client.filter(known -> known.redirectsAfterLogoutTo(target.get()))
                        .isEmpty()) {
            return OpenIdPages.refusal(request, "The post_logout_redirect_uri is not registered for this application.");
        }
        Optional<String> session = request.cookie(cookie.name(portal));
        Optional<Found> found = session.flatMap(value -> browsers.findOrActing(portal, value));
        if (found.isPresent()
                && hint.filter(token -> isOf(portal, token, found.get())).isEmpty()) {
            return to("/sign-out/" + portal, UrlQuery.of(parameters));
        }
        Answer answer = leave(portal, target, parameters);
        if (session.isEmpty()) {
            return answer;
        }
        browsers.end(caller, session.get());
        return answer.adding("Set-Cookie", cookie.remove(portal));
    }

    /**
     * Whoever sent a hint that can't be verified, after a rotation of keys say, isn't known: the customer is asked, and leads back to nobody
     * (section 4: what needs what couldn't be verified is left out).
     */
    private Answer withoutApplication(Caller caller, Request request) {
        long portal = caller.portal().id();
        boolean signedIn = request.cookie(cookie.name(portal))
                .flatMap(session -> browsers.findOrActing(portal, session))
                .isPresent();
        return to((signedIn ? "/sign-out/" : "/signed-out/") + portal, languages(request.parameters()));
    }

    private static String languages(Parameters parameters) {
        Map<String, @Nullable String> back = new LinkedHashMap<>();
        back.put("ui_locales", parameters.text("ui_locales").orElse(null));
        return UrlQuery.encode(back);
    }

    private boolean isOf(long portal, IdToken token, Found found) {
        return clients.find(portal, token.clientId())
                .filter(client -> token.session().equals(tokens.session(client, found.session()))
                        && token.subject()
                                .equals(tokens.subject(client, found.customer().id())))
                .isPresent();
    }

    /** Sections 3 and 2: back to the application, if it says where, with the state as it came. */
    private Answer leave(long portal, Optional<String> target, Parameters parameters) {
        if (target.isEmpty()) {
            return to("/signed-out/" + portal, languages(parameters));
        }
        Map<String, @Nullable String> back = new LinkedHashMap<>();
        back.put("state", parameters.text("state").orElse(null));
        return Answer.empty(303).with("Location", UrlQuery.append(target.get(), UrlQuery.encode(back)));
    }

    private Answer to(String page, String query) {
        return Answer.empty(303).with("Location", UrlQuery.append(base + page, query));
    }
}
