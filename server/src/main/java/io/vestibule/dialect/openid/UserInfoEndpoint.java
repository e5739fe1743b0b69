package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.oauth.UserInfo;
import io.vestibule.portal.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The UserInfo endpoint (OpenID Connect Core section 5.3). The token is in the header, or in a form that is posted (RFC 6750 section 2). */
final class UserInfoEndpoint {
    private static final String SCHEME = "Bearer ";

    private final UserInfo userInfo;

    UserInfoEndpoint(UserInfo userInfo) {
        this.userInfo = userInfo;
    }

    Answer answer(Caller caller, Request request) {
        Optional<String> header = request.header("Authorization").filter(UserInfoEndpoint::isBearer);
        Optional<String> posted = request.formParameters().text("access_token");
        if (header.isPresent() && posted.isPresent()) {
            return challenge(400, "invalid_request", "The token was given twice.");
        }
        Optional<String> token =
                header.map(value -> value.substring(SCHEME.length()).strip()).or(() -> posted);
        return token.isEmpty()
                // Without a token there is no error to tell (RFC 6750 section 3.1)
                ? Answer.empty(401).with("WWW-Authenticate", "Bearer realm=\"vestibule\"")
                : answer(userInfo.tell(caller, token.get()));
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static Answer answer(UserInfo.Result result) {
        return switch (result) {
            case UserInfo.Result.Claims(Json.Object claims) -> Answer.json(200, claims);
            case UserInfo.Result.Signed(String jwt) ->
                Answer.of(200, "application/jwt", jwt.getBytes(StandardCharsets.US_ASCII));
            case UserInfo.Result.InvalidToken() ->
                challenge(401, "invalid_token", "The access token is wrong, out of date or revoked.");
            case UserInfo.Result.InsufficientScope() ->
                challenge(403, "insufficient_scope", "The access token is not good for openid.");
        };
    }

    private static Answer challenge(int status, String error, String description) {
        return new OAuthError(error, description)
                .answer(status)
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"vestibule\", error=\"" + error + "\", error_description=\"" + description
                                + "\"");
    }
}
