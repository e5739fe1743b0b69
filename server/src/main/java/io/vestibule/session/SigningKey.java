package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vestibule.json.Json;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * A key pair for ES256 or RS256 (RFC 7518 sections 3.3 and 3.4), parsed once. At rest the private half is sealed under the master key.
 *
 * @param publicJwk the public half as JSON (RFC 7517)
 * @param headers   of the tokens that it signs, encoded, by type; the types are the code's own, so few
 */
record SigningKey(
        String kid,
        String publicJwk,
        SigningAlgorithm algorithm,
        Map<String, String> headers,
        PrivateKey secret,
        JWSVerifier verifier) {
    /** Two numbers of 256 bits (RFC 7518 section 3.4). */
    private static final int EC_SIGNATURE_BYTES = 64;

    private static final int RSA_BITS = 2048;

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** BoringSSL, six times as fast as Java's own, which computes where it has no build for the machine. */
    private static final @Nullable Provider ENGINE = Conscrypt.isAvailable() ? Conscrypt.newProvider() : null;

    /** A new pair as it goes into the database. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sealed(SigningAlgorithm algorithm, String kid, String publicJwk, byte[] sealed) {}

    static Sealed generate(SigningAlgorithm algorithm, MasterKey keys) {
        try {
            JWK pair = generator(algorithm)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.parse(algorithm.name()))
                    .keyIDFromThumbprint(true)
                    .generate();
            byte[] whole = pair.toJSONString().getBytes(StandardCharsets.UTF_8);
            return new Sealed(
                    algorithm,
                    pair.getKeyID(),
                    pair.toPublicJWK().toJSONString(),
                    keys.seal(KeyPurpose.SIGNING_KEY, whole, pair.getKeyID().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java makes keys for " + algorithm, e);
        }
    }

    private static JWKGenerator<? extends JWK> generator(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> new ECKeyGenerator(Curve.P_256);
            case RS256 -> new RSAKeyGenerator(RSA_BITS).provider(ENGINE);
        };
    }

    /** Opens a pair with the master key that sealed it. */
    static SigningKey open(Sealed sealed, MasterKey keys) {
        byte[] whole =
                keys.open(KeyPurpose.SIGNING_KEY, sealed.sealed(), sealed.kid().getBytes(StandardCharsets.UTF_8));
        String jwk = new String(whole, StandardCharsets.UTF_8);
        try {
            return switch (sealed.algorithm()) {
                case ES256 -> {
                    ECKey pair = ECKey.parse(jwk);
                    yield of(sealed, pair.toECPrivateKey(ENGINE), new ECDSAVerifier(pair.toECPublicKey(ENGINE)));
                }
                case RS256 -> {
                    RSAKey pair = RSAKey.parse(jwk);
                    KeyFactory factory =
                            ENGINE == null ? KeyFactory.getInstance("RSA") : KeyFactory.getInstance("RSA", ENGINE);
                    PrivateKey secret = factory.generatePrivate(
                            new PKCS8EncodedKeySpec(pair.toRSAPrivateKey().getEncoded()));
                    RSAPublicKey open = (RSAPublicKey) factory.generatePublic(
                            new X509EncodedKeySpec(pair.toRSAPublicKey().getEncoded()));
                    yield of(sealed, secret, new RSASSAVerifier(open));
                }
            };
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + sealed.kid() + " can't be read", e);
        }
    }

    private static SigningKey of(Sealed sealed, PrivateKey secret, JWSVerifier verifier) {
        verifier.getJCAContext().setProvider(ENGINE);
        return new SigningKey(
                sealed.kid(), sealed.publicJwk(), sealed.algorithm(), new ConcurrentHashMap<>(), secret, verifier);
    }

    private String header(String type) {
        return BASE64URL.encodeToString(Json.object()
                .put("kid", kid)
                .put("typ", type)
                .put("alg", algorithm.name())
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
            byte[] signature = signature(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64URL.encodeToString(signature);
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("can't sign with key " + kid, e);
        }
    }

    private byte[] signature(byte[] signed) throws GeneralSecurityException, JOSEException {
        String name = switch (algorithm) {
            case ES256 -> "SHA256withECDSA";
            case RS256 -> "SHA256withRSA";
        };
        Signature signature = ENGINE == null ? Signature.getInstance(name) : Signature.getInstance(name, ENGINE);
        signature.initSign(secret);
        signature.update(signed);
        return switch (algorithm) {
            case ES256 -> ECDSA.transcodeSignatureToConcat(signature.sign(), EC_SIGNATURE_BYTES);
            case RS256 -> signature.sign();
        };
    }

    /** Without the private half. */
    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}
