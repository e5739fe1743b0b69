package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.Scopes;
import io.vestibule.oauth.TokenGrants;
import io.vestibule.oauth.TokenResponse;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.DpopProof;
import io.vestibule.session.RefreshToken;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token endpoint (RFC 6749 section 3.2, OpenID Connect Core sections 3.1.3 and 12). */
final class TokenEndpoint {
    /** RFC 7636 section 4.1. */
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final TokenGrants grants;

    TokenEndpoint(TokenGrants grants) {
        this.grants = grants;
    }

    /** @param proof that the client has a key, to which the tokens are bound then (RFC 9449 section 5); null for none */
    Answer answer(Caller caller, OAuthClient client, Parameters form, @Nullable DpopProof proof) {
        Optional<String> name = form.text("grant_type");
        if (name.isEmpty()) {
            return OAuthError.invalidRequest("The grant_type is missing.").answer(400);
        }
        Optional<GrantType> type = GrantType.parse(name.get());
        if (type.isEmpty()) {
            return new OAuthError("unsupported_grant_type", "That grant_type is not supported.").answer(400);
        }
        if (!client.metadata().grantTypes().contains(type.get())) {
            return new OAuthError("unauthorized_client", "This client may not use that grant_type.").answer(400);
        }
        if (proof == null && client.metadata().dpopOnly()) {
            return DpopHeader.invalidProof("This client has to send a DPoP proof (RFC 9449).")
                    .answer(400);
        }
        return switch (type.get()) {
            case AUTHORIZATION_CODE -> redeem(caller, client, form, proof);
            case REFRESH_TOKEN -> refresh(caller, client, form, proof);
            case DEVICE_CODE -> redeemDevice(caller, client, form, proof);
            case CLIENT_CREDENTIALS -> answer(grants.clientCredentials(caller, client, scopes(form), proof));
        };
    }

    /** RFC 6749 section 4.1.3, RFC 7636 section 4.5. */
    private Answer redeem(Caller caller, OAuthClient client, Parameters form, @Nullable DpopProof proof) {
        Optional<String> code = form.text("code");
        Optional<String> redirectUri = form.text("redirect_uri");
        if (code.isEmpty() || redirectUri.isEmpty()) {
            return OAuthError.invalidRequest("The code or the redirect_uri is missing.")
                    .answer(400);
        }
        Optional<String> verifier = form.text("code_verifier");
        if (verifier.isPresent() && !VERIFIER.matcher(verifier.get()).matches()) {
            return OAuthError.invalidRequest("The code_verifier is of no form that RFC 7636 knows.")
                    .answer(400);
        }
        return answer(
                grants.redeem(caller, client, Secret.of(code.get()), redirectUri.get(), verifier.orElse(null), proof));
    }

    /** RFC 8628 section 3.4. */
    private Answer redeemDevice(Caller caller, OAuthClient client, Parameters form, @Nullable DpopProof proof) {
        return form.text("device_code")
                .map(code -> answer(grants.redeemDevice(caller, client, Secret.of(code), proof)))
                .orElseGet(() ->
                        OAuthError.invalidRequest("The device_code is missing.").answer(400));
    }

    /** RFC 6749 section 6. */
    private Answer refresh(Caller caller, OAuthClient client, Parameters form, @Nullable DpopProof proof) {
        return form.text("refresh_token")
                .map(token -> answer(grants.refresh(caller, client, Secret.of(token), scopes(form), proof)))
                .orElseGet(() -> OAuthError.invalidRequest("The refresh_token is missing.")
                        .answer(400));
    }

    /** Blanks alone say as much as nothing. */
    private static @Nullable List<String> scopes(Parameters form) {
        return form.text("scope")
                .filter(scope -> !scope.isBlank())
                .map(scope -> Arrays.stream(scope.split(" ")).distinct().toList())
                .orElse(null);
    }

    private static Answer answer(TokenGrants.Result result) {
        return switch (result) {
            case TokenGrants.Result.Issued(TokenResponse tokens) ->
                Answer.json(200, json(tokens)).with("Pragma", "no-cache"); // beside no-store (RFC 6749 section 5.1)
            case TokenGrants.Result.InvalidGrant() ->
                new OAuthError(
                                "invalid_grant",
                                "The code or token is wrong, used, expired, or another client's or key's.")
                        .answer(400);
            case TokenGrants.Result.ReplayedProof() -> DpopHeader.replayed().answer(400);
            // RFC 8628 section 3.5
            case TokenGrants.Result.Pending() ->
                new OAuthError("authorization_pending", "The customer hasn't answered yet.").answer(400);
            case TokenGrants.Result.TooSoon() ->
                new OAuthError("slow_down", "The customer hasn't answered yet. Wait five seconds longer.").answer(400);
            case TokenGrants.Result.Expired() ->
                new OAuthError("expired_token", "The customer didn't answer in time.").answer(400);
            case TokenGrants.Result.Denied() ->
                new OAuthError("access_denied", "The customer didn't agree.").answer(400);
            case TokenGrants.Result.InvalidScope() ->
                new OAuthError(
                                "invalid_scope",
                                "The scope has more than was granted, or nothing that the client may have.")
                        .answer(400);
        };
    }

    /** RFC 6749 section 5.1. */
    private static Json json(TokenResponse tokens) {
        RefreshToken refresh = tokens.refresh();
        return Json.object()
                .put("access_token", tokens.accessToken())
                .put("token_type", tokens.dpop() ? DpopHeader.SCHEME : "Bearer")
                .put("expires_in", tokens.life().toSeconds())
                .putIfPresent("scope", Scopes.text(tokens.scopes()))
                .putIfPresent("refresh_token", refresh == null ? null : refresh.reveal())
                .putIfPresent("id_token", tokens.idToken())
                .build();
    }
}
