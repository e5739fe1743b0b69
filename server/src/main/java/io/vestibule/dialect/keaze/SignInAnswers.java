package io.vestibule.dialect.keaze;

import io.vestibule.factor.FactorKind;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.session.Bearer;
import io.vestibule.session.RefreshToken;
import io.vestibule.signin.Asked;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What a sign-in gives: tokens, by the way it began, or the question for a second factor. */
final class SignInAnswers {
    private SignInAnswers() {}

    /** "you will receive an access_token and refresh_token in the JSON response" */
    static Answer byPassword(Bearer bearer) {
        RefreshToken refresh = bearer.refresh();
        return Answer.json(
                200,
                Json.object()
                        .put("access_token", bearer.accessToken())
                        .put("refresh_token", refresh == null ? null : refresh.reveal())
                        .put("token_type", "Bearer")
                        .put("expires_in", bearer.life().toSeconds())
                        .put("expires_at", expiry(bearer))
                        .build());
    }

    /** "Getting the authorization token from the magic link" */
    static Answer byLink(Bearer bearer) {
        return Answer.json(
                200,
                Json.object()
                        .put("accessToken", bearer.accessToken())
                        .put("expiresAt", expiry(bearer))
                        .build());
    }

    /** There is no session yet. A 401 names the scheme it wants (RFC 9110 section 15.5.2). */
    static Answer asked(Asked asked) {
        return Answer.json(
                        401,
                        Json.object()
                                .put("message", "A second factor is required.")
                                .put("secondFactor", labels(asked.kinds()))
                                .put("challenge", asked.challenge().token())
                                .build())
                .with("WWW-Authenticate", KeazeError.SCHEME);
    }

    /** Kinds of second factor, as the wire has them. */
    static Json.Array labels(List<FactorKind> kinds) {
        return new Json.Array(kinds.stream().map(kind -> Json.of(kind.label())).toList());
    }

    private static String expiry(Bearer bearer) {
        return DateTimeFormatter.ISO_INSTANT.format(bearer.expiresAt());
    }
}
