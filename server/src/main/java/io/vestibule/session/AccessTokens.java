package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.json.Json;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens: JWTs of type {@code at+jwt}, signed with ES256 (RFC 9068). The token names its session; whether that is alive
 * the database says at every use. Algorithm, type and key are ours to choose, never the token's (RFC 8725 section 3).
 */
public final class AccessTokens {
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final SigningKeys keys;
    private final String issuer;
    private final Clock clock;
    private final VerifiedTokens verified = new VerifiedTokens();

    public AccessTokens(SigningKeys keys, URI issuer, Clock clock) {
        this.keys = keys;
        this.issuer = issuer.toString();
        this.clock = clock;
    }

    /** What a token of ours says. */
    public record Claims(UUID session, long portalId, long customerId) {}

    /** A token for a session; the refresh token goes along. */
    public IssuedTokens issue(Claims claims, Duration life, @Nullable RefreshToken refresh) {
        Instant now = clock.instant();
        Instant expires = Instant.ofEpochSecond(now.plus(life).getEpochSecond());
        Json.Object claimed = Json.object()
                .put("sub", Long.toString(claims.customerId()))
                .put("aud", audience(claims.portalId()))
                .put("iss", issuer)
                .put("exp", expires.getEpochSecond())
                .put("iat", now.getEpochSecond())
                .put("client_id", "portal-" + claims.portalId())
                .put("jti", UUID.randomUUID().toString())
                .put("sid", claims.session().toString())
                .build();
        return new IssuedTokens(keys.signing().sign(TYPE.getType(), claimed), expires, life, refresh);
    }

    /** What the token says, if it is one of ours, for this portal, and not out of date. */
    public Optional<Claims> verify(String text, long portalId) {
        return verified.get(text, this::read)
                .filter(token -> isCurrent(token, portalId))
                .map(token -> new Claims(token.session(), portalId, token.customerId()));
    }

    /** What can end: keys are withdrawn, tokens run out. */
    private boolean isCurrent(Verified token, long portalId) {
        return keys.published(token.kid()).isPresent()
                && token.audience().equals(audience(portalId))
                && token.expiresAt().isAfter(clock.instant());
    }

    /** Whatever will be true of the token for good. */
    private Optional<Verified> read(String text) {
        if (!isStrict(text)) {
            return Optional.empty();
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())
                    || header.getKeyID() == null
                    || header.getCriticalParams() != null) {
                return Optional.empty();
            }
            Optional<SigningKey> key = keys.published(header.getKeyID());
            if (key.isEmpty() || !token.verify(key.get().verifier())) {
                return Optional.empty();
            }
            return verified(header.getKeyID(), token.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether each part is base64url in the one way that there is: nothing else between or after its characters, no padding, unused
     * bits zero (RFC 7515 section 2, RFC 4648 section 3.5). The parser reads any other as well, and no signature covers itself.
     */
    private static boolean isStrict(String text) {
        try {
            return Stream.of(text.split("\\.", -1))
                    .allMatch(part -> Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(Base64.getUrlDecoder().decode(part))
                            .equals(part));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Verified> verified(String kid, JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        String session = claims.getStringClaim("sid");
        boolean ours = session != null
                && issuer.equals(claims.getIssuer())
                && claims.getAudience().size() == 1
                && expires != null;
        return ours
                ? Optional.of(new Verified(
                        kid,
                        claims.getAudience().getFirst(),
                        expires.toInstant(),
                        UUID.fromString(session),
                        Long.parseLong(claims.getSubject())))
                : Optional.empty();
    }

    private String audience(long portalId) {
        return issuer + "/portals/" + portalId;
    }

    /** A token that one of our keys signed, and what it says. */
    record Verified(String kid, String audience, Instant expiresAt, UUID session, long customerId) {}
}
