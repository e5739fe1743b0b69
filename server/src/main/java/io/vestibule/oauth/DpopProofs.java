package io.vestibule.oauth;

import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Tokens;
import io.vestibule.session.DpopProof;
import io.vestibule.session.EmbeddedKeyJwt;
import io.vestibule.session.PublicKeySet;
import io.vestibule.session.SignedClaims;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * DPoP proofs (RFC 9449 section 4): JWTs by which a client shows with each request that it has the key that its tokens are for. When one was
 * made its nonce tells, which is always demanded: the clocks of customers' devices don't count (docs/decisions/0041). That a proof is good
 * once is part of what it is for ({@link io.vestibule.session.UsedJwtStore}).
 */
public final class DpopProofs {
    /** That proofs may be signed by. */
    public static final List<String> ALGORITHMS = PublicKeySet.ALGORITHMS;

    private static final String TYPE = "dpop+jwt";

    private final DpopNonces nonces;

    public DpopProofs(MasterKey keys, Clock clock) {
        this.nonces = new DpopNonces(keys, clock);
    }

    /** What a proof is worth. */
    public sealed interface Verification {
        /** Whoever sent it has the key. */
        record Proven(DpopProof proof) implements Verification {}

        /** Its nonce is none of ours, or out of date, or it has none: OAuth's {@code use_dpop_nonce}. */
        record NonceWanted() implements Verification {}

        /** It isn't good, for a reason that is a sentence: OAuth's {@code invalid_dpop_proof}. */
        record Invalid(String reason) implements Verification {}
    }

    /** The nonce for a client's next proof. */
    public String nonce() {
        return nonces.current();
    }

    /**
     * Verifies a proof, all but whether it was used before (section 4.3).
     *
     * @param method      of the request
     * @param url         of the endpoint, as clients know it
     * @param accessToken that the proof comes with; null for none
     */
    public Verification verify(String proof, String method, String url, @Nullable String accessToken) {
        Optional<EmbeddedKeyJwt> signed = EmbeddedKeyJwt.verify(proof, TYPE);
        if (signed.isEmpty()) {
            return new Verification.Invalid("The DPoP header must be one JWT of type " + TYPE
                    + ", signed by the public key in its own jwk with " + String.join(", ", ALGORITHMS) + ".");
        }
        SignedClaims claims = signed.get().claims();
        Optional<String> jti = claims.text("jti").filter(text -> !text.isEmpty());
        if (jti.isEmpty() || claims.instant("iat").isEmpty()) {
            return new Verification.Invalid("The DPoP proof has no jti or no iat.");
        }
        if (claims.text("htm").filter(method::equals).isEmpty()) {
            return new Verification.Invalid("The htm of the DPoP proof is not " + method + ".");
        }
        if (claims.text("htu")
                .flatMap(HttpUri::normalized)
                .filter(HttpUri.normalized(url).orElseThrow()::equals)
                .isEmpty()) {
            return new Verification.Invalid("The htu of the DPoP proof is not " + url + ".");
        }
        if (accessToken != null
                && claims.text("ath").filter(hash(accessToken)::equals).isEmpty()) {
            return new Verification.Invalid("The ath of the DPoP proof is not the hash of the access token.");
        }
        return claims.text("nonce").filter(nonces::isGood).isEmpty()
                ? new Verification.NonceWanted()
                : new Verification.Proven(new DpopProof(signed.get().thumbprint(), jti.get()));
    }

    /** Section 4.2: the SHA-256 hash of the token's characters, in base64url. */
    private static String hash(String accessToken) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash(accessToken));
    }
}
