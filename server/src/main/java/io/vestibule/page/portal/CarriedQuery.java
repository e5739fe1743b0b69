package io.vestibule.page.portal;

import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.http.RequestException;
import io.vestibule.oauth.ClaimsRequest;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.oauth.RequestObjects;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query that a customer came with, an authorization request as a rule (OpenID Connect Core section 3.1.2.1). It goes on through the
 * pages as it was sent, at most {@link #LONGEST} characters of visible ASCII. Nothing in it is trusted: it chooses a language, a step to
 * begin with and a login to start from, and no address that a page leads to.
 */
public final class CarriedQuery {
    /** In characters. */
    static final int LONGEST = 8 * 1024;

    private final String raw;
    private final Parameters values;

    private CarriedQuery(String raw, Parameters values) {
        this.raw = raw;
        this.values = values;
    }

    /**
     * The query of a request.
     *
     * @throws RequestException if it is too long or can't be read
     */
    static CarriedQuery of(Request request) {
        if (request.rawQuery().length() > LONGEST) {
            throw RequestException.malformed("The query is longer than " + LONGEST + " characters.");
        }
        return new CarriedQuery(request.rawQuery(), request.queryParameters());
    }

    /** The same, of which the parameters say more than the query does: they were pushed (RFC 9126), or are in a JWT (RFC 9101). */
    CarriedQuery saying(Map<String, String> parameters) {
        return new CarriedQuery(raw, Parameters.of(parameters));
    }

    /** The reference of a request that was pushed; empty for any other. */
    Optional<String> pushed() {
        return Optional.of(text("request_uri")).filter(PushedRequests::isReference);
    }

    /** The parameters in a request object, whose signature the authorization endpoint verifies; empty for any other. */
    Optional<Map<String, String>> signed() {
        return Optional.of(text("request")).filter(object -> !object.isEmpty()).flatMap(RequestObjects::claimed);
    }

    /** The path with the query behind it. */
    String behind(String path) {
        return raw.isEmpty() ? path : path + "?" + raw;
    }

    /** The query for a link in a mail: what mail programs might end a link at is percent-encoded. It means the same. */
    String encoded() {
        StringBuilder encoded = new StringBuilder(raw.length());
        raw.chars()
                .forEach(c ->
                        encoded.append("\"<>\\^`{|}'".indexOf(c) < 0 ? Character.toString(c) : "%%%02X".formatted(c)));
        return encoded.toString();
    }

    /** Whether an application wants the customer back who signs out (OpenID Connect RP-Initiated Logout section 3). */
    boolean isOfLogout() {
        return !values.each("post_logout_redirect_uri").isEmpty();
    }

    /** Whether it is an application's request, which goes on once the customer is signed in. */
    boolean isOfApplication() {
        return !values.each("client_id").isEmpty();
    }

    /** Which application it names; empty for none. */
    String clientId() {
        return text("client_id");
    }

    /** The scopes that it asks for, or whose claims it does, of those that the application may ask for. */
    List<String> scopes(OAuthClient client) {
        return ClaimsRequest.claimed(text("claims"))
                .within(client.metadata().scopes())
                .with(client.scopesOf(text("scope")));
    }

    /** Whether the customer is on their way to a device's code. */
    boolean isOfDevice() {
        return !values.each("user_code").isEmpty();
    }

    /** The code that a device shows; empty where the customer types it. */
    String userCode() {
        return text("user_code");
    }

    /** Whether it asks for registration first ({@code prompt=create}, OpenID Connect Prompt Create 1.0). */
    boolean asksToRegister() {
        return Arrays.asList(text("prompt").split(" ", -1)).contains("create");
    }

    /** The login to start from; empty for none. */
    String loginHint() {
        return text("login_hint");
    }

    /** The languages that it asks for, as {@code ui_locales} has them; empty for none. */
    String locales() {
        return text("ui_locales");
    }

    /**
     * Where the browser may be sent on to after a form, as a source of a content security policy: browsers hold the redirects that follow a
     * form to {@code form-action}, too, and those that the application adds. It is no more than the scheme of a redirect URI; whether that is
     * the application's own is for others.
     */
    Optional<String> formTarget() {
        String uri = text("redirect_uri").isEmpty() ? text("post_logout_redirect_uri") : text("redirect_uri");
        return RedirectUri.cspSource(uri);
    }

    private String text(String name) {
        return values.text(name).orElse("");
    }
}
