package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Verifies JWTs of one type that we signed. Algorithm, type and key are ours to choose, never the token's (RFC 8725 section 3). What
 * is true of a token for good is kept, for the next time that it is shown; that its key is still published and that it isn't out of date is
 * asked each time. A token without {@code exp} is refused.
 *
 * @param <V> what a token says, as its users read it
 */
public final class SignedTokens<V> {
    private final SigningKeys keys;
    private final JOSEObjectType type;
    private final Set<SigningAlgorithm> algorithms;
    private final Clock clock;
    private final Function<SignedClaims, Optional<V>> reader;
    private final VerifiedTokens<Verified<V>> verified = new VerifiedTokens<>();

    /** A token that one of our keys signed, and what it says. */
    private record Verified<V>(String kid, Instant expiresAt, V value) {}

    /**
     * @param type       the header's {@code typ}, such as {@code at+jwt}
     * @param algorithms that such tokens are signed with
     * @param reader     what a token says; empty, or an {@link IllegalArgumentException}, for one that isn't good, whatever the time
     */
    public SignedTokens(
            SigningKeys keys,
            String type,
            Set<SigningAlgorithm> algorithms,
            Clock clock,
            Function<SignedClaims, Optional<V>> reader) {
        this.keys = keys;
        this.type = new JOSEObjectType(type);
        this.algorithms = Set.copyOf(algorithms);
        this.clock = clock;
        this.reader = reader;
    }

    /** A token that says so, for somebody who shows it here next: it needn't be verified then. */
    public String issue(SigningAlgorithm algorithm, Json.Object claims) {
        SigningKey key = keys.signing(algorithm);
        String text = key.sign(type.getType(), claims);
        said(key.kid(), claims).ifPresent(token -> verified.put(text, token));
        return text;
    }

    /** What the token says, if it is one of ours and not out of date. */
    public Optional<V> verify(String text) {
        return published(text)
                .filter(token -> token.expiresAt().isAfter(clock.instant()))
                .map(Verified::value);
    }

    /** The same of one that may be out of date, as a hint may. */
    public Optional<V> verifyAnyAge(String text) {
        return published(text).map(Verified::value);
    }

    private Optional<Verified<V>> published(String text) {
        return verified.get(text, this::read)
                .filter(token -> keys.published(token.kid()).isPresent());
    }

    /** Whatever will be true of the token for good. */
    private Optional<Verified<V>> read(String text) {
        if (!CompactJws.isStrict(text)) {
            return Optional.empty();
        }
        try {
            JWSObject token = JWSObject.parse(text);
            JWSHeader header = token.getHeader();
            if (!type.equals(header.getType()) || header.getKeyID() == null || header.getCriticalParams() != null) {
                return Optional.empty();
            }
            Optional<SigningKey> key = keys.published(header.getKeyID())
                    .filter(published -> algorithms.contains(published.algorithm())
                            && published
                                    .algorithm()
                                    .name()
                                    .equals(header.getAlgorithm().getName()));
            if (key.isEmpty() || !token.verify(key.get().verifier())) {
                return Optional.empty();
            }
            return Json.parse(token.getPayload().toBytes()) instanceof Json.Object claims
                    ? said(header.getKeyID(), claims)
                    : Optional.empty();
        } catch (ParseException | JOSEException | MalformedJsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Verified<V>> said(String kid, Json.Object json) {
        SignedClaims claims = new SignedClaims(json);
        return claims.instant("exp")
                .flatMap(expires -> reader.apply(claims).map(value -> new Verified<>(kid, expires, value)));
    }
}
