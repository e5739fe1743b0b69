package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.page.portal.OpenIdPages;
import io.vestibule.secret.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the answer to a request for a code goes: to a redirect URI that is registered for the client, with {@code state} as it came and the
 * issuer beside (RFC 6749 section 4.1.2, RFC 9207).
 *
 * @param state   null where the request had none
 * @param locales the languages that it asks for ({@code ui_locales}); empty for none
 */
record AuthorizationResponse(
        String redirectUri, ResponseMode mode, @Nullable String state, String issuer, String locales) {

    /** The code. */
    Answer code(Request request, Secret code) {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("code", code.reveal());
        return send(request, parameters);
    }

    /** Why there is none (section 4.1.2.1). */
    Answer error(Request request, OAuthError error) {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("error", error.code());
        parameters.put("error_description", error.description());
        return send(request, parameters);
    }

    private Answer send(Request request, Map<String, @Nullable String> parameters) {
        parameters.put("state", state);
        parameters.put("iss", issuer);
        return switch (mode) {
            // 303, so that no form's content goes on to the application (RFC 9700 section 4.12)
            case QUERY -> Answer.empty(303).with("Location", UrlQuery.append(redirectUri, UrlQuery.encode(parameters)));
            case FORM_POST -> OpenIdPages.formPost(request, locales, redirectUri, parameters);
        };
    }
}
