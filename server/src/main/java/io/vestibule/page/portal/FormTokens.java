package io.vestibule.page.portal;

import io.vestibule.http.Request;
import io.vestibule.http.SameOrigin;
import io.vestibule.portal.Origins;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Tokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a form was sent by a page of ours, in the browser that it was shown to (ASVS 3.5.1, RFC 9700 section 4.7): no other page can
 * sign anybody in, as somebody else, or out. Each form carries a keyed hash of a random cookie; the cookie is none of a session, since a
 * sign-in has none yet. Where the browser says which page sent it, that must be ours.
 */
final class FormTokens {
    private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final MasterKey keys;
    private final SameOrigin sameOrigin;
    private final boolean secure;

    /** @param publicUrl where browsers reach the server */
    FormTokens(MasterKey keys, URI publicUrl) {
        this.keys = keys;
        this.sameOrigin = new SameOrigin(Origins.of(publicUrl));
        this.secure = publicUrl.getScheme().equals("https");
    }

    /** The cookie that the browser has; empty if it has none of ours. */
    Optional<String> cookie(Request request) {
        return request.cookie(name()).filter(cookie -> COOKIE.matcher(cookie).matches());
    }

    /** A new cookie's value. */
    static String random() {
        return Tokens.random();
    }

    /** The {@code Set-Cookie} header for it, until the browser is closed. Lax, since mails and applications lead to the pages. */
    String write(String cookie) {
        return name() + "=" + cookie + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    /** What a form of the portal carries beside the cookie. */
    String token(String cookie, long portalId) {
        return BASE64URL.encodeToString(keys.mac(KeyPurpose.FORM_TOKEN, utf8(cookie), utf8(Long.toString(portalId))));
    }

    /**
     * Whether the form is one of ours.
     *
     * @param given the token that it carries
     */
    boolean accepts(Request request, long portalId, String given) {
        return sameOrigin.of(request) != SameOrigin.Sender.FOREIGN
                && cookie(request)
                        .filter(cookie ->
                                keys.macs(KeyPurpose.FORM_TOKEN, utf8(cookie), utf8(Long.toString(portalId))).stream()
                                        .anyMatch(mac -> MessageDigest.isEqual(
                                                utf8(BASE64URL.encodeToString(mac)), utf8(given))))
                        .isPresent();
    }

    private String name() {
        return (secure ? "__Host-" : "") + "vestibule-form";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
