package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody else's public keys (RFC 7517 section 5), and the JWTs that they signed. Algorithms are RS256, PS256 and ES256, each with
 * the keys it fits; a key that names an algorithm is for no other. No key is fetched, and none is taken from a token.
 */
public final class PublicKeySet {
    private static final int MOST_KEYS = 20;
    private static final int LEAST_RSA_BITS = 2048;
    /** What a signature costs to verify is bounded. */
    private static final int MOST_RSA_BITS = 4096;

    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final Set<JWSAlgorithm> OF_RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);

    private final List<JWK> keys;

    private PublicKeySet(List<JWK> keys) {
        this.keys = keys;
    }

    /**
     * Reads a JWK Set.
     *
     * @throws BadKeySetException if it isn't one, holds a private or secret key, or a key that none of the algorithms takes
     */
    public static PublicKeySet parse(String text) {
        List<JWK> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Json item : items(text)) {
            JWK key = key(item);
            if (key.getKeyID() != null && !names.add(key.getKeyID())) {
                throw new BadKeySetException("two keys have one kid");
            }
            keys.add(key);
        }
        return new PublicKeySet(List.copyOf(keys));
    }

    private static List<Json> items(String text) {
        try {
            if (Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Object set
                    && set.get("keys") instanceof Json.Array(List<Json> items)
                    && !items.isEmpty()
                    && items.size() <= MOST_KEYS) {
                return items;
            }
        } catch (MalformedJsonException e) {
            throw new BadKeySetException("it is no JSON: " + e.getMessage());
        }
        throw new BadKeySetException("it must be an object whose \"keys\" is an array of 1 to " + MOST_KEYS + " keys");
    }

    private static JWK key(Json item) {
        JWK key;
        try {
            key = JWK.parse(item.toString());
        } catch (ParseException | IllegalArgumentException e) {
            throw new BadKeySetException("one of its keys can't be read");
        }
        if (key.isPrivate()) {
            throw new BadKeySetException("it holds a private key: give the public half, and keep that one");
        }
        if (key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse())) {
            throw new BadKeySetException("one of its keys isn't for signatures");
        }
        boolean algorithmFits = key.getAlgorithm() == null
                || fits(key, JWSAlgorithm.parse(key.getAlgorithm().getName()));
        if (!isTaken(key) || !algorithmFits) {
            throw new BadKeySetException("each key must be RSA of " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS
                    + " bits, for RS256 or PS256, or EC of the curve P-256, for ES256");
        }
        return key;
    }

    private static boolean isTaken(JWK key) {
        return switch (key) {
            case RSAKey rsa ->
                rsa.size() >= LEAST_RSA_BITS
                        && rsa.size() <= MOST_RSA_BITS
                        && rsa.getPublicExponent().decodeToBigInteger().bitLength() <= 32
                        && rsa.getPublicExponent().decodeToBigInteger().testBit(0);
            case ECKey ec -> Curve.P_256.equals(ec.getCurve());
            default -> false;
        };
    }

    private static boolean fits(JWK key, JWSAlgorithm algorithm) {
        return switch (key) {
            case RSAKey rsa -> OF_RSA.contains(algorithm);
            case ECKey ec -> JWSAlgorithm.ES256.equals(algorithm);
            default -> false;
        };
    }

    /**
     * What a JWT says, if one of the keys signed it: that of its {@code kid}, or any where it names none.
     *
     * @param types which its header may name; one that names none is taken, too
     */
    public Optional<SignedClaims> verify(String text, Set<String> types) {
        if (text.length() > LONGEST_TOKEN || !CompactJws.isStrict(text)) {
            return Optional.empty();
        }
        try {
            JWSObject token = JWSObject.parse(text);
            JWSHeader header = token.getHeader();
            boolean typed = header.getType() == null
                    || types.contains(header.getType().getType().toLowerCase(Locale.ROOT));
            if (!typed || header.getCriticalParams() != null) {
                return Optional.empty();
            }
            for (JWK key : keys) {
                if (isFor(key, header) && token.verify(verifier(key))) {
                    return claims(token.getPayload().toBytes());
                }
            }
            return Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isFor(JWK key, JWSHeader header) {
        boolean algorithm = key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm());
        boolean name = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
        return algorithm && name && fits(key, header.getAlgorithm());
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
    }

    /** The {@code sub} of a JWT that nobody verified yet: whose keys to ask. */
    public static Optional<String> claimedSubject(String text) {
        if (text.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            return claims(JWSObject.parse(text).getPayload().toBytes()).flatMap(claims -> claims.text("sub"));
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<SignedClaims> claims(byte[] payload) {
        try {
            return Json.parse(payload) instanceof Json.Object json
                    ? Optional.of(new SignedClaims(json))
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
