package io.vestibule.bench;

import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Step;
import io.vestibule.bench.load.Step.Ask;
import io.vestibule.bench.load.Step.End;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect code flow with PKCE, as browser and application make it: authorize, token, userinfo (OpenID Connect Core section 3.1). The
 * verifier is always that of RFC 7636 appendix B.
 */
public final class CodeFlow {
    private static final String CALLBACK = URLEncoder.encode("http://localhost:3000/callback", StandardCharsets.UTF_8);
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final byte[] ACCESS = Answer.ascii("\"access_token\":\"");

    private final String authorize;
    private final String token;
    private final String userInfo;
    private final String client;

    /**
     * Flows of one application, which has a secret (client_secret_basic).
     *
     * @param authorize path of the endpoint, and the others
     */
    public CodeFlow(String authorize, String token, String userInfo, String clientId, String clientSecret) {
        this.authorize = authorize + "?response_type=code&scope=openid&state=af0ifjsldkj&code_challenge_method=S256"
                + "&client_id=" + clientId + "&redirect_uri=" + CALLBACK + "&code_challenge=" + CHALLENGE;
        this.token = token;
        this.userInfo = userInfo;
        this.client = "Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.US_ASCII));
    }

    /** Path and query of the request for a code. */
    public String authorize() {
        return authorize;
    }

    /** A flow in a browser with a live session. */
    public Ask begin(String cookies) {
        return authorize(authorize, cookies);
    }

    /** The same from the answer to a sign-in on, which leads back to the endpoint. */
    public Step resume(Answer signedIn) {
        String location = signedIn.location();
        return location == null ? End.FAILED : authorize(location, signedIn.cookies());
    }

    private Ask authorize(String path, String cookies) {
        return new Ask(Http.bare("GET", path, "Cookie: " + cookies), this::redeem);
    }

    private Step redeem(Answer authorized) {
        String code = code(authorized.location());
        return code == null
                ? End.FAILED
                : new Ask(
                        Http.form(
                                token,
                                "grant_type=authorization_code&code=" + code + "&redirect_uri=" + CALLBACK
                                        + "&code_verifier=" + VERIFIER,
                                client),
                        this::ask);
    }

    private static @Nullable String code(@Nullable String location) {
        return location == null
                ? null
                : Arrays.stream(location.split("[?&]", -1))
                        .filter(parameter -> parameter.startsWith("code="))
                        .map(parameter -> parameter.substring("code=".length()))
                        .findFirst()
                        .orElse(null);
    }

    private Step ask(Answer redeemed) {
        String access = redeemed.between(ACCESS, '"');
        return redeemed.status() != 200 || access == null
                ? End.FAILED
                : new Ask(
                        Http.bare("GET", userInfo, "Authorization: Bearer " + access),
                        told -> told.status() == 200 ? End.DONE : End.FAILED);
    }
}
