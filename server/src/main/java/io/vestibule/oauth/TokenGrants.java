package io.vestibule.oauth;

import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.session.DpopProof;
import io.vestibule.session.PresentedRefreshToken;
import io.vestibule.session.RefreshToken;
import io.vestibule.session.Rotation;
import io.vestibule.session.RotationStore;
import io.vestibule.session.TokenGrant;
import io.vestibule.session.UsedJwtStore;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an application gets tokens for (RFC 6749 section 4): a code, a refresh token, or its own credentials. */
public final class TokenGrants {
    private final CodeStore codes;
    private final GrantStore grants;
    private final UsedJwtStore used;
    private final RotationStore rotations;
    private final OAuthTokens tokens;
    private final MasterKey keys;

    public TokenGrants(
            CodeStore codes,
            GrantStore grants,
            UsedJwtStore used,
            RotationStore rotations,
            OAuthTokens tokens,
            MasterKey keys) {
        this.codes = codes;
        this.grants = grants;
        this.used = used;
        this.rotations = rotations;
        this.tokens = tokens;
        this.keys = keys;
    }

    /** How it ended. */
    public sealed interface Result {
        /** The client goes on with these. */
        record Issued(TokenResponse tokens) implements Result {}

        /** The code or refresh token is wrong, used, out of date, or another client's or key's: nobody learns which. */
        record InvalidGrant() implements Result {}

        /** The proof of possession was used before; the code or token is still good. */
        record ReplayedProof() implements Result {}

        /** More was asked for than was granted, or than the client may ask for, or it may have nothing of that any more. */
        record InvalidScope() implements Result {}

        /** The device's customer hasn't answered yet. */
        record Pending() implements Result {}

        /** The same, and the device asks too often. */
        record TooSoon() implements Result {}

        /** The device's customer didn't answer in time. */
        record Expired() implements Result {}

        /** The device's customer didn't agree. */
        record Denied() implements Result {}
    }

    /**
     * Redeems a code.
     *
     * @param verifier the {@code code_verifier} (RFC 7636 section 4.5); null if the client sent none
     * @param proof    that the client has the key that the tokens shall be for; null for tokens of whoever has them
     */
    public Result redeem(
            Caller caller,
            OAuthClient client,
            Secret code,
            String redirectUri,
            @Nullable String verifier,
            @Nullable DpopProof proof) {
        return redeem(
                caller,
                client,
                code,
                redirectUri,
                verifier == null ? null : challenge(verifier),
                proof,
                presented -> codes.redeem(presented, caller.auditContext()));
    }

    /** Asks for the tokens of a device, whose code is an authorization code once its customer has agreed (RFC 8628 section 3.4). */
    public Result redeemDevice(Caller caller, OAuthClient client, Secret deviceCode, @Nullable DpopProof proof) {
        return redeem(
                caller,
                client,
                deviceCode,
                DeviceAuthorizations.REDIRECT_URI,
                null,
                proof,
                presented -> codes.redeemDevice(presented, DeviceAuthorizations.INTERVAL, caller.auditContext()));
    }

    private Result redeem(
            Caller caller,
            OAuthClient client,
            Secret code,
            String redirectUri,
            @Nullable String challenge,
            @Nullable DpopProof proof,
            Function<CodeStore.PresentedCode, CodeStore.Redemption> redemption) {
        UUID grant = UUID.randomUUID();
        RefreshToken refresh = client.metadata().grantTypes().contains(GrantType.REFRESH_TOKEN)
                ? RefreshToken.first(grant, keys)
                : null;
        long portal = caller.portal().id();
        var presented = new CodeStore.PresentedCode(
                Tokens.hash(code.reveal()),
                portal,
                client.client().id(),
                client.metadata().scopes(),
                redirectUri,
                challenge,
                grant,
                refresh == null ? null : refresh.hash(),
                proof,
                refreshJkt(client, proof));
        return switch (redemption.apply(presented)) {
            case CodeStore.Redemption.Redeemed redeemed -> {
                List<String> scopes = application(redeemed.grant()).scopes();
                String subject = tokens.subject(client, redeemed.customer().id());
                Actor actor = redeemed.actor();
                Json.Object asked =
                        UserClaims.of(redeemed.customer(), List.of(), client.allowed(redeemed.idTokenClaims()));
                yield new Result.Issued(new TokenResponse(
                        tokens.accessToken(portal, client, redeemed.grant(), subject, scopes, jkt(proof), actor),
                        proof != null,
                        tokens.life(client, actor),
                        scopes,
                        actor == null ? refresh : null,
                        scopes.contains("openid")
                                ? tokens.idToken(
                                        portal, client, redeemed.grant(), subject, redeemed.nonce(), asked, actor)
                                : null));
            }
            case CodeStore.Redemption.Invalid() -> new Result.InvalidGrant();
            case CodeStore.Redemption.Reused() -> new Result.InvalidGrant();
            case CodeStore.Redemption.ReplayedProof() -> new Result.ReplayedProof();
            case CodeStore.Redemption.InvalidScope() -> new Result.InvalidScope();
            case CodeStore.Redemption.Waiting(DeviceStore.Standing standing) ->
                switch (standing) {
                    case PENDING -> new Result.Pending();
                    case TOO_SOON -> new Result.TooSoon();
                    case REFUSED -> new Result.Denied();
                    case EXPIRED -> new Result.Expired();
                };
        };
    }

    /** A public client's refresh tokens are good with its key alone; another proves itself by other means (RFC 9449 section 5). */
    private static @Nullable String refreshJkt(OAuthClient client, @Nullable DpopProof proof) {
        return client.metadata().isPublic() ? jkt(proof) : null;
    }

    private static @Nullable String jkt(@Nullable DpopProof proof) {
        return proof == null ? null : proof.jkt();
    }

    /** BASE64URL(SHA256(code_verifier)) (RFC 7636 section 4.6). */
    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash(verifier));
    }

    /**
     * The next tokens for a refresh token.
     *
     * @param scopes what the access token shall be good for, at most what was granted; null for all of that
     * @param proof  that the client has the key that the tokens shall be for; null for none
     */
    public Result refresh(
            Caller caller,
            OAuthClient client,
            Secret refreshToken,
            @Nullable List<String> scopes,
            @Nullable DpopProof proof) {
        Optional<RefreshToken> parsed = RefreshToken.parse(refreshToken.reveal(), keys);
        if (parsed.isEmpty()) {
            return new Result.InvalidGrant();
        }
        RefreshToken token = parsed.get();
        long portal = caller.portal().id();
        return switch (rotations.rotate(new PresentedRefreshToken(
                token,
                token.successors(keys),
                portal,
                client.client().id(),
                scopes,
                client.metadata().scopes(),
                proof,
                refreshJkt(client, proof),
                caller.auditContext()))) {
            case Rotation.Successor(TokenGrant grant, RefreshToken successor) -> {
                List<String> granted = client.allowed(application(grant).scopes());
                List<String> narrowed = scopes == null ? granted : client.allowed(scopes);
                String subject = tokens.subject(client, grant.customerId());
                yield new Result.Issued(new TokenResponse(
                        tokens.accessToken(portal, client, grant, subject, narrowed, jkt(proof), null),
                        proof != null,
                        tokens.life(client),
                        narrowed,
                        successor,
                        granted.contains("openid")
                                ? tokens.idToken(
                                        portal,
                                        client,
                                        grant,
                                        subject,
                                        null,
                                        Json.object().build(),
                                        null)
                                : null));
            }
            case Rotation.InvalidScope() -> new Result.InvalidScope();
            case Rotation.ReplayedProof() -> new Result.ReplayedProof();
            case Rotation.Reused() -> {
                grants.endReplayed(token.grant(), caller.auditContext());
                yield new Result.InvalidGrant();
            }
            case Rotation.Over() -> new Result.InvalidGrant();
        };
    }

    /**
     * A token for a client that acts for itself (RFC 6749 section 4.4).
     *
     * @param scopes null for all that it may ask for, but those that tell of a customer
     * @param proof  that it has the key that the token shall be for; null for none
     */
    public Result clientCredentials(
            Caller caller, OAuthClient client, @Nullable List<String> scopes, @Nullable DpopProof proof) {
        List<String> allowed = client.metadata().scopes().stream()
                .filter(scope -> !Scopes.isStandard(scope))
                .toList();
        if (scopes != null && !allowed.containsAll(scopes)) {
            return new Result.InvalidScope();
        }
        if (proof != null && !used.use(proof)) {
            return new Result.ReplayedProof();
        }
        List<String> granted = scopes == null ? allowed : scopes;
        return new Result.Issued(new TokenResponse(
                tokens.accessToken(caller.portal().id(), client, granted, jkt(proof)),
                proof != null,
                tokens.life(client),
                granted,
                null,
                null));
    }

    private static TokenGrant.Application application(TokenGrant grant) {
        return Objects.requireNonNull(grant.application());
    }
}
