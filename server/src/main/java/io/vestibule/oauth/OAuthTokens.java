package io.vestibule.oauth;

import io.vestibule.json.Json;
import io.vestibule.session.SignedClaims;
import io.vestibule.session.SignedTokens;
import io.vestibule.session.SigningAlgorithm;
import io.vestibule.session.SigningKeys;
import io.vestibule.session.TokenGrant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JWTs that applications get: access tokens (RFC 9068, ES256) and ID tokens (OpenID Connect Core section 2, in the algorithm that the
 * client is registered for). An access token names its grant; whether that is alive the database says at every use.
 */
public final class OAuthTokens {
    private static final String ACCESS_TOKEN = "at+jwt";
    private static final String ID_TOKEN = "JWT";

    private final SigningKeys keys;
    private final Issuers issuers;
    private final Subjects subjects;
    private final Duration usualLife;
    private final Duration longestLife;
    private final Clock clock;
    private final SignedTokens<AccessToken> accessTokens;
    private final SignedTokens<IdToken> idTokens;

    /**
     * @param usualLife   of the tokens of a client that has no other registered
     * @param longestLife of any token: for so long a key that was superseded stays published
     */
    public OAuthTokens(
            SigningKeys keys,
            Issuers issuers,
            Subjects subjects,
            Duration usualLife,
            Duration longestLife,
            Clock clock) {
        this.keys = keys;
        this.issuers = issuers;
        this.subjects = subjects;
        this.usualLife = usualLife;
        this.longestLife = longestLife;
        this.clock = clock;
        this.accessTokens =
                new SignedTokens<>(keys, ACCESS_TOKEN, Set.of(SigningAlgorithm.ES256), clock, OAuthTokens::accessToken);
        this.idTokens =
                new SignedTokens<>(keys, ID_TOKEN, Set.of(SigningAlgorithm.values()), clock, OAuthTokens::idToken);
    }

    /** Makes the keys that verifiers may ask for, if there are none yet. */
    public void prepareKeys() {
        keys.prepare(SigningAlgorithm.RS256);
    }

    /** By what a client knows a customer: the {@code sub} of all of its tokens. */
    public String subject(OAuthClient client, long customerId) {
        return subjects.subject(client.metadata().sector(), customerId);
    }

    /** By what it knows their session in the browser: the {@code sid}. */
    public UUID session(OAuthClient client, UUID session) {
        return subjects.session(client.metadata().sector(), session);
    }

    /** How long the tokens of a client live. */
    Duration life(OAuthClient client) {
        Duration registered = client.metadata().accessTokenLife();
        Duration life = registered == null ? usualLife : registered;
        return life.compareTo(longestLife) < 0 ? life : longestLife;
    }

    /**
     * What an access token of ours says.
     *
     * @param grant  null for a client's own token
     * @param claims all of it
     */
    public record AccessToken(
            String issuer, String clientId, @Nullable UUID grant, Json.Object claims) {
        /** The key that whoever shows it has to have (RFC 9449 section 6); null for none. */
        @Nullable
        String jkt() {
            return claims.get("cnf") instanceof Json.Object confirmation
                    ? confirmation.text("jkt").orElse(null)
                    : null;
        }

        /** What it is good for. */
        List<String> scopes() {
            return List.of(claims.text("scope").orElse("").split(" "));
        }
    }

    /** What an ID token of ours says: whose it is, and of which client and session. */
    public record IdToken(String issuer, String clientId, String subject, UUID session) {}

    /** How long tokens live: no longer than an operator acts for the customer. */
    Duration life(OAuthClient client, @Nullable Actor actor) {
        Duration life = life(client);
        if (actor == null) {
            return life;
        }
        Duration left = Duration.between(clock.instant(), actor.until());
        return left.compareTo(life) < 0 ? left : life;
    }

    /**
     * An access token of a grant.
     *
     * @param jkt     the key that it is for; null for whoever has it
     * @param actor the operator who acts for the customer; null for none
     */
    String accessToken(
            long portalId,
            OAuthClient client,
            TokenGrant grant,
            String subject,
            List<String> scopes,
            @Nullable String jkt,
            @Nullable Actor actor) {
        TokenGrant.Application application = application(grant);
        Json.Builder claims = claims(portalId, client, subject, scopes, jkt, life(client, actor));
        signedIn(claims, client, application, actor);
        // What it is good for is asked next, at the UserInfo endpoint
        return accessTokens.issue(
                SigningAlgorithm.ES256,
                claims.put("grant_id", grant.id().toString()).build());
    }

    /** How and when the customer proved who they are, or who acts for them instead (RFC 8693 section 4.1). */
    private void signedIn(
            Json.Builder claims, OAuthClient client, TokenGrant.Application application, @Nullable Actor actor) {
        var context = new AuthenticationContext(application.authTime(), application.methods());
        if (actor == null) {
            claims.put("auth_time", context.authTime().getEpochSecond());
        } else {
            String operator = subjects.actor(client.metadata().sector(), actor.operator());
            claims.put("act", Json.object().put("sub", operator).build());
        }
        claims.put("acr", context.acr())
                .put("amr", texts(context.methods()))
                .put("sid", session(client, application.browserSession()).toString());
    }

    /** An access token of a client that acts for itself (RFC 6749 section 4.4): its subject is the client (RFC 9068 section 5). */
    String accessToken(long portalId, OAuthClient client, List<String> scopes, @Nullable String jkt) {
        return keys.sign(
                SigningAlgorithm.ES256,
                ACCESS_TOKEN,
                claims(portalId, client, client.clientId(), scopes, jkt, life(client))
                        .build());
    }

    private Json.Builder claims(
            long portalId,
            OAuthClient client,
            String subject,
            List<String> scopes,
            @Nullable String jkt,
            Duration life) {
        Instant now = clock.instant();
        String issuer = issuers.issuer(portalId);
        Json.Builder claims = Json.object()
                .put("iss", issuer)
                .put("aud", issuer)
                .put("sub", subject)
                .put("client_id", client.clientId())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(life).getEpochSecond())
                .put("jti", UUID.randomUUID().toString())
                .putIfPresent("scope", Scopes.text(scopes));
        return jkt == null ? claims : claims.put("cnf", confirmation(jkt));
    }

    /** Of possession of a key (RFC 9449 section 6.1). */
    static Json.Object confirmation(String jkt) {
        return Json.object().put("jkt", jkt).build();
    }

    /**
     * The ID token of a grant.
     *
     * @param nonce  the request's; null for none
     * @param claims  that were asked for in it
     * @param actor the operator who acts for the customer; null for none
     */
    String idToken(
            long portalId,
            OAuthClient client,
            TokenGrant grant,
            String subject,
            @Nullable String nonce,
            Json.Object claims,
            @Nullable Actor actor) {
        Instant now = clock.instant();
        Json.Builder token = Json.object();
        claims.fields().forEach(token::put);
        token.put("iss", issuers.issuer(portalId))
                .put("aud", client.clientId())
                .put("sub", subject)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(life(client, actor)).getEpochSecond())
                .putIfPresent("nonce", nonce);
        signedIn(token, client, application(grant), actor);
        return keys.sign(client.metadata().idTokenAlgorithm(), ID_TOKEN, token.build());
    }

    /** Claims for a client, as a JWT (OpenID Connect Core section 5.3.2). */
    String signedUserInfo(long portalId, OAuthClient client, SigningAlgorithm algorithm, Json.Object claims) {
        Json.Builder token = Json.object().put("iss", issuers.issuer(portalId)).put("aud", client.clientId());
        claims.fields().forEach(token::put);
        return keys.sign(algorithm, ID_TOKEN, token.build());
    }

    /** What an access token says, if it is one of this portal's and not out of date. */
    Optional<AccessToken> verifyAccessToken(String text, long portalId) {
        return accessTokens.verify(text).filter(token -> token.issuer().equals(issuers.issuer(portalId)));
    }

    /** What an ID token says, if it is one of this portal's, however old: as a hint it may be out of date (section 3.1.2.1). */
    public Optional<IdToken> verifyHint(String text, long portalId) {
        return idTokens.verifyAnyAge(text).filter(token -> token.issuer().equals(issuers.issuer(portalId)));
    }

    private static Optional<AccessToken> accessToken(SignedClaims claims) {
        Optional<String> issuer = claims.text("iss");
        Optional<String> client = claims.text("client_id");
        return issuer.isPresent() && client.isPresent()
                ? Optional.of(new AccessToken(
                        issuer.get(),
                        client.get(),
                        claims.text("grant_id").map(UUID::fromString).orElse(null),
                        claims.json()))
                : Optional.empty();
    }

    private static Optional<IdToken> idToken(SignedClaims claims) {
        Optional<String> issuer = claims.text("iss");
        Optional<String> client = claims.audience();
        Optional<String> subject = claims.text("sub");
        Optional<String> session = claims.text("sid");
        return issuer.isPresent() && client.isPresent() && subject.isPresent() && session.isPresent()
                ? Optional.of(new IdToken(issuer.get(), client.get(), subject.get(), UUID.fromString(session.get())))
                : Optional.empty();
    }

    private static TokenGrant.Application application(TokenGrant grant) {
        TokenGrant.Application application = grant.application();
        if (application == null) {
            throw new IllegalArgumentException("a grant of no application");
        }
        return application;
    }

    private static Json texts(List<String> texts) {
        return new Json.Array(texts.stream().map(Json::of).toList());
    }
}
