package io.vestibule.session;

import io.vestibule.json.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens: JWTs of type {@code at+jwt}, signed with ES256 (RFC 9068). The token names its session; whether that is alive
 * the database says at every use.
 */
public final class AccessTokens {
    private static final String TYPE = "at+jwt";
    private static final SigningAlgorithm ALGORITHM = SigningAlgorithm.ES256;

    private final SigningKeys keys;
    private final String issuer;
    private final Clock clock;
    private final SignedTokens<Verified> verified;

    public AccessTokens(SigningKeys keys, URI issuer, Clock clock) {
        this.keys = keys;
        this.issuer = issuer.toString();
        this.clock = clock;
        this.verified = new SignedTokens<>(keys, TYPE, Set.of(ALGORITHM), clock, this::read);
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
        return new IssuedTokens(keys.sign(ALGORITHM, TYPE, claimed), expires, life, refresh);
    }

    /** What the token says, if it is one of ours, for this portal, and not out of date. */
    public Optional<Claims> verify(String text, long portalId) {
        return verified.verify(text)
                .filter(token -> token.audience().equals(audience(portalId)))
                .map(token -> new Claims(token.session(), portalId, token.customerId()));
    }

    private Optional<Verified> read(SignedClaims claims) {
        Optional<String> audience = claims.audience();
        Optional<String> session = claims.text("sid");
        Optional<String> customer = claims.text("sub");
        boolean ours = claims.text("iss").filter(issuer::equals).isPresent();
        return ours && audience.isPresent() && session.isPresent() && customer.isPresent()
                ? Optional.of(
                        new Verified(audience.get(), UUID.fromString(session.get()), Long.parseLong(customer.get())))
                : Optional.empty();
    }

    /** The portal as dialects' tokens name it, by the text that is its issuer in OpenID Connect. */
    private String audience(long portalId) {
        return issuer + "/portals/" + portalId;
    }

    /** What will be true of a token for good. */
    private record Verified(String audience, UUID session, long customerId) {}
}
