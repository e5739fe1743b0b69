package io.vestibule.dialect.keaze;

import io.vestibule.factor.FactorKind;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.RefreshToken;
import io.vestibule.signin.FactorChallenge;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What a sign-in gives: tokens, by the way it began, or the question for a second factor. */
final class SignInAnswers {
    private SignInAnswers() {}

    /** "you will receive an access_token and refresh_token in the JSON response" */
    static Answer withRefreshToken(IssuedTokens tokens) {
        RefreshToken refresh = tokens.refresh();
        return Answer.json(
                200,
                Json.object()
                        .put("access_token", tokens.accessToken())
                        .put("refresh_token", refresh == null ? null : refresh.reveal())
                        .put("token_type", "Bearer")
                        .put("expires_in", tokens.life().toSeconds())
                        .put("expires_at", expiry(tokens))
                        .build());
    }

    /** "Getting the authorization token from the magic link" */
    static Answer accessTokenOnly(IssuedTokens tokens) {
        return Answer.json(
                200,
                Json.object()
                        .put("accessToken", tokens.accessToken())
                        .put("expiresAt", expiry(tokens))
                        .build());
    }

    /** There is no session yet. A 401 names the scheme it wants (RFC 9110 section 15.5.2). */
    static Answer secondFactor(FactorChallenge challenge) {
        return Answer.json(
                        401,
                        Json.object()
                                .put("message", "A second factor is required.")
                                .put("secondFactor", labels(challenge.kinds()))
                                .put("challenge", challenge.challenge().token())
                                .build())
                .with("WWW-Authenticate", KeazeError.CHALLENGE);
    }

    /** Kinds of second factor, as the wire has them. */
    static Json.Array labels(List<FactorKind> kinds) {
        return new Json.Array(kinds.stream().map(kind -> Json.of(kind.label())).toList());
    }

    private static String expiry(IssuedTokens tokens) {
        return DateTimeFormatter.ISO_INSTANT.format(tokens.expiresAt());
    }
}
