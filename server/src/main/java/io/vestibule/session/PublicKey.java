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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's public key (RFC 7517 section 4): RSA for RS256 and PS256, or P-256 for ES256. What a signature costs to verify is bounded.
 * A point that isn't on the curve is no key.
 */
final class PublicKey {
    /** That signatures may be of (RFC 7518 section 3.1). */
    static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256");

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;
    private static final int MOST_EXPONENT_BITS = 32;
    private static final Set<JWSAlgorithm> OF_RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);

    private final JWK key;

    private PublicKey(JWK key) {
        this.key = key;
    }

    /**
     * The key that a JWK is.
     *
     * @throws BadKeySetException if it is private or secret, is for something else, or none of the algorithms takes it
     */
    static PublicKey of(JWK key) {
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
        return new PublicKey(key);
    }

    private static boolean isTaken(JWK key) {
        return switch (key) {
            case RSAKey rsa ->
                rsa.size() >= LEAST_RSA_BITS
                        && rsa.size() <= MOST_RSA_BITS
                        && rsa.getPublicExponent().decodeToBigInteger().bitLength() <= MOST_EXPONENT_BITS
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

    /** Its {@code kid}; null for none. */
    @Nullable
    String name() {
        return key.getKeyID();
    }

    /** Whether a signature of that header may be its own. */
    boolean isFor(JWSHeader header) {
        boolean algorithm = key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm());
        return algorithm && fits(key, header.getAlgorithm());
    }

    /** Whether it signed the token. */
    boolean signed(JWSObject token) throws JOSEException {
        return isFor(token.getHeader()) && token.verify(verifier());
    }

    private JWSVerifier verifier() throws JOSEException {
        return key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
    }

    /** Its SHA-256 thumbprint, in base64url (RFC 7638). */
    String thumbprint() throws JOSEException {
        return key.computeThumbprint().toString();
    }
}
