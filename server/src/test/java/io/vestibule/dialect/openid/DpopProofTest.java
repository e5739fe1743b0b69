package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.VERIFIER;
import static io.vestibule.dialect.openid.OpenId.form;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import io.vestibule.json.Json;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.support.DpopKey;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import io.vestibule.support.TestDatabases;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9449 section 4.3: what a proof has to be. Each test redeems a code with proofs of which only what it names is wrong, and then with a good
 * one: nothing that is refused uses the code up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpopProofTest {
    private final OpenId openId = new OpenId();
    private final DpopKey key = DpopKey.ec().knowing(openId.client);
    private String code;

    @BeforeEach
    void request() {
        code = openId.code();
    }

    @AfterEach
    void the_code_is_still_good() {
        taken(proof(claims -> {}));
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private Map<String, String> redemption() {
        return Map.of(
                "grant_type", "authorization_code",
                "client_id", "demo-spa",
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER);
    }

    private Reply redeem(String proof) {
        return openId.post("/token", Map.of("DPoP", proof), redemption());
    }

    private void refused(String proof, String error) {
        Reply reply = redeem(proof);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("error")).as(reply.body()).isEqualTo(error);
        assertThat(reply.header("DPoP-Nonce") != null).isEqualTo(error.equals("use_dpop_nonce"));
    }

    private void refused(String proof) {
        refused(proof, "invalid_dpop_proof");
    }

    private void taken(String proof) {
        Reply reply = redeem(proof);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("token_type")).isEqualTo("DPoP");
        code = openId.code();
    }

    private String proof(Consumer<Json.Builder> changes) {
        return key.proof("POST", "/token", changes);
    }

    private Json.Builder claims() {
        return key.claims("POST", "/token", claims -> {});
    }

    private static Consumer<Json.Builder> without(String claim) {
        return claims -> claims.put(claim, Json.Null.NULL);
    }

    @Test
    void check_1_there_is_one_header() {
        String proof = proof(claims -> {});
        String body = form(redemption());
        Reply twice = RawConnection.exchange(
                openId.client.port(),
                "POST " + PORTAL + "/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                        + "\r\nDPoP: " + proof + "\r\ndpop: " + proof(claims -> {}) + "\r\n\r\n" + body);

        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.text("error")).isEqualTo("invalid_dpop_proof");
        refused(proof + ", " + proof(claims -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.y.z", "x", "..", "e30.e30.e30", "{}"})
    void check_2_it_is_a_jwt(String text) {
        refused(text);
    }

    @Test
    void check_2_it_is_spelt_in_one_way_and_not_too_long() {
        refused(proof(claims -> {}) + "=");
        refused(key.jws(key.header().build(), new Json.Array(List.of())));
        refused(proof(claims -> claims.put("more", "x".repeat(4000))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat"})
    void check_3_each_claim_is_there(String claim) {
        refused(proof(without(claim)));
        refused(proof(claims -> claims.put(claim, Json.object().build())));
        refused(proof(claims -> claims.put(claim, "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "dpop", ""})
    void check_4_its_type_is_dpop_jwt(String type) {
        refused(key.jws(key.header().put("typ", type), claims()));
    }

    @Test
    void check_5_its_algorithm_is_an_asymmetric_one_that_is_supported() throws JOSEException {
        String unsigned = DpopKey.base64(key.header().put("alg", "none").build().utf8()) + "."
                + DpopKey.base64(claims().build().utf8()) + ".";
        refused(unsigned);
        byte[] secret = new byte[32];
        Json oct =
                Json.object().put("kty", "oct").put("k", DpopKey.base64(secret)).build();
        String input = DpopKey.base64(
                        key.header().put("alg", "HS256").put("jwk", oct).build().utf8())
                + "." + DpopKey.base64(claims().build().utf8());
        refused(input + "."
                + new MACSigner(secret)
                        .sign(new JWSHeader(JWSAlgorithm.HS256), input.getBytes(StandardCharsets.US_ASCII)));
        refused(by(DpopKey.ec(Curve.P_384, JWSAlgorithm.ES384)));
        refused(by(DpopKey.rsa(2048, JWSAlgorithm.RS384)));
        taken(by(DpopKey.rsa(2048, JWSAlgorithm.RS256)));
        taken(by(DpopKey.rsa(2048, JWSAlgorithm.PS256)));
        refused(key.jws(
                key.header()
                        .put("crit", new Json.Array(List.of(Json.of("exp"))))
                        .put("exp", 1),
                claims()));
    }

    /** Another key's proof for this request. */
    private String by(DpopKey other) {
        return other.proof("POST", "/token", claims -> claims.put("nonce", key.nonce()));
    }

    @Test
    void check_6_the_key_in_its_header_signed_it() {
        DpopKey other = DpopKey.ec();
        refused(other.jws(key.header(), claims()));
        String[] one = proof(claims -> {}).split("\\.", -1);
        String[] two = proof(claims -> {}).split("\\.", -1);
        refused(one[0] + "." + two[1] + "." + one[2]);
        refused(key.jws(key.header().put("jwk", Json.Null.NULL), claims()));
        refused(key.jws(key.header().put("jwk", Json.Null.NULL).put("jku", "https://evil.example/keys"), claims()));
    }

    @Test
    void check_7_no_private_key_is_in_its_header() {
        refused(key.jws(key.header().put("jwk", json(key.key().toJSONString())), claims()));
    }

    @Test
    void a_key_that_is_too_small_too_large_or_no_point_of_its_curve_is_refused() {
        refused(by(DpopKey.rsa(1024, JWSAlgorithm.RS256)));
        byte[] modulus = BigInteger.TWO.pow(4097).subtract(BigInteger.ONE).toByteArray();
        Json large = Json.object()
                .put("kty", "RSA")
                .put("e", "AQAB")
                .put("n", DpopKey.base64(Arrays.copyOfRange(modulus, 0, modulus.length)))
                .build();
        refused(key.jws(key.header().put("alg", "RS256").put("jwk", large), claims()));
        Json.Object own = (Json.Object) json(key.key().toPublicJWK().toJSONString());
        Json.Builder moved = Json.object();
        own.fields().forEach(moved::put);
        moved.put("y", own.text("x").orElseThrow());
        refused(key.jws(key.header().put("jwk", moved.build()), claims()));
    }

    private static Json json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void check_8_htm_is_the_method() {
        refused(proof(claims -> claims.put("htm", "GET")));
        refused(proof(claims -> claims.put("htm", "post")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/portals/1/userinfo",
                "http://localhost:8080/portals/2/token",
                "http://localhost:8080/portals/1/token/",
                "http://localhost:8080/portals/1/TOKEN",
                "https://localhost:8080/portals/1/token",
                "http://localhost/portals/1/token",
                "http://evil.example@localhost:8080/portals/1/token",
                "http://127.0.0.1:8080/portals/1/token",
                "/portals/1/token",
                "http://localhost:8080//evil.example/portals/1/token",
                "not a url"
            })
    void check_9_htu_is_the_public_url(String url) {
        refused(proof(claims -> claims.put("htu", url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/portals/1/token?a=b#c",
                "HTTP://LOCALHOST:8080/portals/1/token",
                "http://localhost:8080/portals/./2/../1/t%6Fken"
            })
    void check_9_without_query_and_fragment_in_any_spelling(String url) {
        taken(proof(claims -> claims.put("htu", url)));
    }

    @Test
    void check_10_the_nonce_is_one_of_ours() {
        refused(proof(without("nonce")), "use_dpop_nonce");
        refused(proof(claims -> claims.put("nonce", "invented")), "use_dpop_nonce");
        refused(proof(claims -> claims.put("nonce", 1)), "use_dpop_nonce");
        refused(proof(claims -> claims.put("nonce", nonce(Tokens.random(), 0))), "use_dpop_nonce");
        taken(proof(claims -> claims.put("nonce", nonce(TestDatabases.MASTER_KEY, 0))));
    }

    @Test
    void check_11_it_was_made_within_the_last_minutes_as_its_nonce_tells() {
        String ours = TestDatabases.MASTER_KEY;
        taken(proof(claims -> claims.put("nonce", nonce(ours, 3))));
        refused(proof(claims -> claims.put("nonce", nonce(ours, 6))), "use_dpop_nonce");
        refused(proof(claims -> claims.put("nonce", nonce(ours, -3))), "use_dpop_nonce");
    }

    @Test
    void check_11_so_that_a_device_whose_clock_is_wrong_signs_in() {
        taken(proof(
                claims -> claims.put("iat", Instant.now().minusSeconds(86_400).getEpochSecond())));
        taken(proof(
                claims -> claims.put("iat", Instant.now().plusSeconds(86_400).getEpochSecond())));
    }

    /** A nonce of so many minutes ago, as an installation with the master key makes it. */
    private static String nonce(String masterKey, long minutesAgo) {
        byte[] step = ByteBuffer.allocate(8)
                .putLong(Instant.now().getEpochSecond() / 60 - minutesAgo)
                .array();
        byte[] tag = MasterKey.of(Secret.of(masterKey)).mac(KeyPurpose.DPOP_NONCE, step);
        return DpopKey.base64(ByteBuffer.allocate(24).put(step).put(tag, 0, 16).array());
    }
}
