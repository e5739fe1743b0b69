package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.vestibule.json.Json;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * A key pair for ES256 (RFC 7518 section 3.4), parsed once. At rest the private half is sealed under the master key.
 *
 * @param publicJwk the public half as JSON (RFC 7517)
 * @param headers   of the tokens that it signs, encoded, by type; the types are the code's own, so few
 */
record SigningKey(String kid, String publicJwk, Map<String, String> headers, PrivateKey secret, JWSVerifier verifier) {
    private static final String ALGORITHM = "SHA256withECDSA";
    /** Two numbers of 256 bits (RFC 7518 section 3.4). */
    private static final int SIGNATURE_BYTES = 64;

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

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
            return new SigningKey(
                    sealed.kid(),
                    sealed.publicJwk(),
                    new ConcurrentHashMap<>(),
                    pair.toECPrivateKey(ENGINE),
                    verifier(pair));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("signing key " + sealed.kid() + " can't be read", e);
        }
    }

    private String header(String type) {
        return BASE64URL.encodeToString(Json.object()
                .put("kid", kid)
                .put("typ", type)
                .put("alg", JWSAlgorithm.ES256.getName())
                .build()
                .utf8());
    }

    /**
     * A JWT of this type with these claims, in its compact form. Whoever verifies one wants a type of their own, so that no token passes for
     * another (RFC 8725 section 3.11). Nimbus would build and check it anew in twice the time of the signature.
     */
    String sign(String type, Json.Object claims) {
        String signed = headers.computeIfAbsent(type, this::header) + "." + BASE64URL.encodeToString(claims.utf8());
        try {
            Signature signature =
                    ENGINE == null ? Signature.getInstance(ALGORITHM) : Signature.getInstance(ALGORITHM, ENGINE);
            signature.initSign(secret);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            byte[] concatenated = ECDSA.transcodeSignatureToConcat(signature.sign(), SIGNATURE_BYTES);
            return signed + "." + BASE64URL.encodeToString(concatenated);
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("can't sign with key " + kid, e);
        }
    }

    /** Without the private half. */
    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }

    private static JWSVerifier verifier(ECKey pair) throws JOSEException {
        ECDSAVerifier verifier = new ECDSAVerifier(pair.toECPublicKey(ENGINE));
        verifier.getJCAContext().setProvider(ENGINE);
        return verifier;
    }
}
