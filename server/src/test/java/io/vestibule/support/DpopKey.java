package io.vestibule.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An application's key, and its proofs that it has it (RFC 9449 section 4.2). */
public final class DpopKey {
    private static final String ISSUER = "http://localhost:8080/portals/1";

    private final JWK key;
    private final JWSAlgorithm algorithm;
    /** The last that an answer had. */
    private @Nullable String nonce;

    private DpopKey(JWK key, JWSAlgorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    public static DpopKey ec() {
        return ec(Curve.P_256, JWSAlgorithm.ES256);
    }

    public static DpopKey ec(Curve curve, JWSAlgorithm algorithm) {
        try {
            return new DpopKey(new ECKeyGenerator(curve).generate(), algorithm);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public static DpopKey rsa(int bits, JWSAlgorithm algorithm) {
        try {
            return new DpopKey(new RSAKeyGenerator(bits, true).generate(), algorithm);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public String jkt() {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public JWK key() {
        return key;
    }

    /** A key that has a nonce of the server already. */
    public DpopKey knowing(Client client) {
        Map<String, String> headers = new HashMap<>(header("POST", "/token"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        learn(client.exchange("POST", "/portals/1/token", headers, "client_id=demo-spa"));
        return this;
    }

    /** Takes the answer's nonce for the next proof, if it has one. */
    public Reply learn(Reply reply) {
        String next = reply.header("DPoP-Nonce");
        nonce = next == null ? nonce : next;
        return reply;
    }

    public @Nullable String nonce() {
        return nonce;
    }

    public Map<String, String> header(String method, String endpoint) {
        return Map.of("DPoP", proof(method, endpoint, claims -> {}));
    }

    /** The headers of a request with a token that is bound to the key. */
    public Map<String, String> headers(String method, String endpoint, String accessToken) {
        return Map.of(
                "Authorization",
                "DPoP " + accessToken,
                "DPoP",
                proof(method, endpoint, claims -> claims.put("ath", hash(accessToken))));
    }

    public static String hash(String accessToken) {
        return base64(Tokens.hash(accessToken));
    }

    public String proof(String method, String endpoint, Consumer<Json.Builder> changes) {
        return jws(header(), claims(method, endpoint, changes));
    }

    public Json.Builder header() {
        return Json.object()
                .put("typ", "dpop+jwt")
                .put("alg", algorithm.getName())
                .put("jwk", Json.parse(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    }

    public Json.Builder claims(String method, String endpoint, Consumer<Json.Builder> changes) {
        Json.Builder claims = Json.object()
                .put("jti", UUID.randomUUID().toString())
                .put("htm", method)
                .put("htu", ISSUER + endpoint)
                .put("iat", Instant.now().getEpochSecond())
                .putIfPresent("nonce", nonce);
        changes.accept(claims);
        return claims;
    }

    /** By hand: a library refuses to make what it would refuse to read. */
    public String jws(Json.Builder header, Json.Builder claims) {
        return jws(header.build(), claims.build());
    }

    public String jws(Json header, Json claims) {
        String input = base64(header.utf8()) + "." + base64(claims.utf8());
        try {
            JWSSigner signer = key instanceof RSAKey rsa
                    ? new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))
                    : new ECDSASigner(key.toECKey());
            return input + "." + signer.sign(new JWSHeader(algorithm), input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
