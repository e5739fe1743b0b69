package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.text.ParseException;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * A key pair for ES256 (RFC 7518 section 3.4), parsed once. At rest the private half is sealed under the master key.
 *
 * @param publicJwk the public half as JSON (RFC 7517)
 */
record SigningKey(String kid, String publicJwk, JWSSigner signer, JWSVerifier verifier) {
    /** BoringSSL, six times as fast as Java's own, which computes where it has no build for the machine. */
    private static final @Nullable Provider ENGINE = Conscrypt.isAvailable() ? Conscrypt.newProvider() : null;

    /** A new pair as it goes into the database. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sealed(String kid, String publicJwk, byte[] sealed) {}

    static Sealed generate(MasterKey keys) {
        try {
            ECKey pair = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            byte[] whole = pair.toJSONString().getBytes(StandardCharsets.UTF_8);
            return new Sealed(
                    pair.getKeyID(),
                    pair.toPublicJWK().toJSONString(),
                    keys.seal(KeyPurpose.SIGNING_KEY, whole, pair.getKeyID().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java makes P-256 keys", e);
        }
    }

    /** Opens a pair with the master key that sealed it. */
    static SigningKey open(Sealed sealed, MasterKey keys) {
        byte[] whole =
                keys.open(KeyPurpose.SIGNING_KEY, sealed.sealed(), sealed.kid().getBytes(StandardCharsets.UTF_8));
        try {
            ECKey pair = ECKey.parse(new String(whole, StandardCharsets.UTF_8));
            return new SigningKey(sealed.kid(), sealed.publicJwk(), signer(pair), verifier(pair));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("signing key " + sealed.kid() + " can't be read", e);
        }
    }

    private static JWSSigner signer(ECKey pair) throws JOSEException {
        ECDSASigner signer = new ECDSASigner(pair.toECPrivateKey(ENGINE), Curve.P_256);
        signer.getJCAContext().setProvider(ENGINE);
        return signer;
    }

    private static JWSVerifier verifier(ECKey pair) throws JOSEException {
        ECDSAVerifier verifier = new ECDSAVerifier(pair.toECPublicKey(ENGINE));
        verifier.getJCAContext().setProvider(ENGINE);
        return verifier;
    }
}
