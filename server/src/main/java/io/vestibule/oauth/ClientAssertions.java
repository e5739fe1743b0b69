package io.vestibule.oauth;

import io.vestibule.secret.Tokens;
import io.vestibule.session.SignedClaims;
import io.vestibule.session.UsedJwtStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * JWTs that clients sign with keys of their own, in place of a secret (RFC 7523 section 3, OpenID Connect Core section 9). Each is good
 * once, on all nodes. It may run for {@link #LONGEST} at most, and clocks may differ by {@link #SKEW}: whoever steals one has little time.
 */
final class ClientAssertions {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    static final Duration LONGEST = Duration.ofMinutes(5);
    static final Duration SKEW = Duration.ofSeconds(60);

    /** The usual type, and the one that its successor asks for (draft-ietf-oauth-rfc7523bis). */
    private static final Set<String> HEADER_TYPES = Set.of("jwt", "client-authentication+jwt");

    private final UsedJwtStore used;
    private final ClientKeys keys;
    private final Clock clock;

    ClientAssertions(UsedJwtStore used, ClientKeys keys, Clock clock) {
        this.used = used;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Whether the client made the assertion, for us and nobody beside, and didn't use it before; it can't be used again.
     *
     * @param audiences the names of ours: it is for one or several of them
     */
    boolean redeem(OAuthClient client, String assertion, Set<String> audiences) {
        Optional<SignedClaims> signed = keys.of(client).flatMap(keys -> keys.verify(assertion, HEADER_TYPES));
        return signed.isPresent() && isFor(client, signed.get(), audiences) && use(client, signed.get());
    }

    private static boolean isFor(OAuthClient client, SignedClaims claims, Set<String> audiences) {
        return claims.text("iss").filter(client.clientId()::equals).isPresent()
                && claims.text("sub").filter(client.clientId()::equals).isPresent()
                && !claims.audiences().isEmpty()
                && audiences.containsAll(claims.audiences());
    }

    private boolean use(OAuthClient client, SignedClaims claims) {
        Instant now = clock.instant();
        Optional<Instant> expires = claims.instant("exp");
        Optional<String> id = claims.text("jti").filter(jti -> !jti.isEmpty());
        boolean timely = expires.isPresent()
                && expires.get().plus(SKEW).isAfter(now)
                && !expires.get().isAfter(now.plus(LONGEST).plus(SKEW))
                && claims.isPast("nbf", now.plus(SKEW))
                && claims.isPast("iat", now.plus(SKEW));
        return timely
                && id.isPresent()
                && used.use(
                        Tokens.hash(client.client().id() + " " + id.get()),
                        // once more the skew, should the database's clock be before ours
                        Duration.between(now, expires.get()).plus(SKEW).plus(SKEW));
    }
}
