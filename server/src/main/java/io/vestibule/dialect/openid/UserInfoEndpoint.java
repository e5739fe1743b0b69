package io.vestibule.dialect.openid;

import io.vestibule.dialect.openid.DpopHeader.Presented;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.oauth.DpopProofs;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.UserInfo;
import io.vestibule.portal.Caller;
import io.vestibule.session.DpopProof;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The UserInfo endpoint (OpenID Connect Core section 5.3). The token is in the header, or in a form that is posted (RFC 6750 section 2). One
 * that is bound to a key is in the header alone, with a proof (RFC 9449 section 7.1).
 */
final class UserInfoEndpoint {
    private static final String BEARER = "Bearer";

    private final UserInfo userInfo;
    private final DpopHeader dpop;
    private final Issuers issuers;

    UserInfoEndpoint(UserInfo userInfo, DpopHeader dpop, Issuers issuers) {
        this.userInfo = userInfo;
        this.dpop = dpop;
        this.issuers = issuers;
    }

    Answer answer(Caller caller, Request request) {
        Optional<String> bearer = request.authorization(BEARER);
        Optional<String> bound = request.authorization(DpopHeader.SCHEME);
        Optional<String> posted = request.formParameters().text("access_token");
        boolean twice = request.formParameters().repeated().contains("access_token");
        if (twice || (posted.isPresent() && (bearer.isPresent() || bound.isPresent()))) {
            return challenge(400, BEARER, new OAuthError("invalid_request", "The token was given twice."));
        }
        if (bound.isPresent()) {
            return dpop.withNonce(answerBound(caller, request, bound.get()));
        }
        Optional<String> token = bearer.or(() -> posted);
        return token.isEmpty()
                // Without a token there is no error to tell (RFC 6750 section 3.1)
                ? Answer.empty(401)
                        .with("WWW-Authenticate", challenge(BEARER, null))
                        .adding("WWW-Authenticate", challenge(DpopHeader.SCHEME, null))
                : answer(userInfo.claims(caller, token.get(), null), BEARER);
    }

    private Answer answerBound(Caller caller, Request request, String token) {
        String url = issuers.endpoint(caller.portal().id(), "/userinfo");
        return switch (dpop.read(request, url, token)) {
            case Presented.None() ->
                challenge(401, DpopHeader.SCHEME, DpopHeader.invalidProof("The DPoP header is missing."));
            case Presented.Refused(OAuthError error) -> challenge(401, DpopHeader.SCHEME, error);
            case Presented.Proven(DpopProof proof) -> answer(userInfo.claims(caller, token, proof), DpopHeader.SCHEME);
        };
    }

    private static Answer answer(UserInfo.Result result, String scheme) {
        return switch (result) {
            case UserInfo.Result.Claims(Json.Object claims) -> Answer.json(200, claims);
            case UserInfo.Result.Signed(String jwt) ->
                Answer.of(200, "application/jwt", jwt.getBytes(StandardCharsets.US_ASCII));
            case UserInfo.Result.InvalidToken() ->
                challenge(
                        401,
                        scheme,
                        new OAuthError(
                                "invalid_token",
                                "The access token is wrong, expired, revoked, or bound to another key than was shown."));
            case UserInfo.Result.ReplayedProof() -> challenge(401, scheme, DpopHeader.replayed());
            case UserInfo.Result.InsufficientScope() ->
                challenge(
                        403, scheme, new OAuthError("insufficient_scope", "The access token is not good for openid."));
        };
    }

    private static Answer challenge(int status, String scheme, OAuthError error) {
        return error.answer(status).with("WWW-Authenticate", challenge(scheme, error));
    }

    /** RFC 6750 section 3, RFC 9449 section 7.1. */
    private static String challenge(String scheme, @Nullable OAuthError error) {
        return scheme + " realm=\"vestibule\""
                + (error == null
                        ? ""
                        : ", error=\"" + error.code() + "\", error_description=\"" + error.description() + "\"")
                + (scheme.equals(BEARER) ? "" : ", algs=\"" + String.join(" ", DpopProofs.ALGORITHMS) + "\"");
    }
}
