package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.TestDatabases;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** RFC 8725 sections 2 and 3, RFC 9068 section 4: what an attacker makes of an access token is no access token: 401. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedAccessTokensTest {
    private final Installation installation = Installation.demo();
    private final SigningKeys keys = new SigningKeys(
            installation.sql(), MasterKey.of(Secret.of(TestDatabases.MASTER_KEY)), Duration.ofHours(24));
    private Client server;
    private SignedJWT genuine;

    @BeforeAll
    void signIn() throws ParseException {
        server = installation.node();
        genuine = SignedJWT.parse(server.post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}")
                .text("access_token"));
        assertThat(profile(genuine.serialize()).status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private Reply profile(String token) {
        return server.get("/api/rest/portal/profile", Client.bearer(token));
    }

    private void refused(String token) {
        Reply reply = profile(token);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEqualTo("{\"message\":\"Unauthorized.\"}");
    }

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) throws ParseException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder(genuine.getJWTClaimsSet());
        change.accept(claims);
        return claims.build();
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private JWSSigner signer() throws JOSEException {
        return new ECDSASigner(keys.signing(SigningAlgorithm.ES256).secret(), Curve.P_256);
    }

    /** Signed by the server's own key: only what is changed in it can be the reason of a refusal. */
    private String ours(Consumer<JWTClaimsSet.Builder> change) throws ParseException, JOSEException {
        return signed(genuine.getHeader(), claims(change), signer());
    }

    @Test
    void a_copy_with_the_same_claims_is_good() throws Exception {
        assertThat(profile(ours(claims -> {})).status()).isEqualTo(200);
    }

    @Test
    void it_is_es256_of_type_at_jwt_with_the_claims_of_rfc_9068() throws ParseException {
        assertThat(genuine.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(genuine.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(genuine.getJWTClaimsSet().getClaims())
                .containsOnlyKeys("iss", "sub", "aud", "client_id", "iat", "exp", "jti", "sid");
        assertThat(genuine.getJWTClaimsSet().getSubject()).isEqualTo("2");
    }

    @Test
    void alg_none_is_refused() throws ParseException {
        refused(new PlainJWT(genuine.getJWTClaimsSet()).serialize());
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\""
                                + genuine.getHeader().getKeyID() + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        refused(none + "." + genuine.getParsedParts()[1] + ".");
        refused(none + "." + genuine.getParsedParts()[1] + "." + genuine.getParsedParts()[2]);
    }

    @Test
    void hs256_with_the_public_key_as_secret_is_refused() throws Exception {
        String kid = genuine.getHeader().getKeyID();
        String jwk = keys.published(kid).orElseThrow().publicJwk();
        byte[] der = ECKey.parse(jwk).toECPublicKey().getEncoded();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(kid)
                .build();
        for (byte[] secret : new byte[][] {jwk.getBytes(StandardCharsets.UTF_8), der}) {
            refused(signed(header, genuine.getJWTClaimsSet(), new MACSigner(secret)));
        }
    }

    @Test
    void a_foreign_key_is_refused_under_an_unknown_kid_ours_none_or_in_the_header() throws Exception {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("foreign").generate();
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt"));
        ECDSASigner signer = new ECDSASigner(foreign);
        JWTClaimsSet claims = genuine.getJWTClaimsSet();

        refused(signed(header.keyID("foreign").build(), claims, signer));
        refused(signed(header.keyID("' or 1=1 --").build(), claims, signer));
        refused(signed(header.keyID(genuine.getHeader().getKeyID()).build(), claims, signer));
        refused(signed(header.jwk(foreign.toPublicJWK()).build(), claims, signer));
        refused(signed(header.keyID(null).build(), claims, signer));
    }

    @Test
    void another_type_is_refused() throws Exception {
        for (JOSEObjectType type : new JOSEObjectType[] {JOSEObjectType.JWT, new JOSEObjectType("logout+jwt"), null}) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(type)
                    .keyID(genuine.getHeader().getKeyID())
                    .build();
            refused(signed(header, genuine.getJWTClaimsSet(), signer()));
        }
    }

    @Test
    void a_changed_claim_breaks_the_signature() throws Exception {
        String[] parts = genuine.serialize().split("\\.", -1);
        String payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims(c -> c.subject("3")).toString().getBytes(StandardCharsets.UTF_8));

        refused(parts[0] + "." + payload + "." + parts[2]);
        refused(parts[0] + "." + parts[1] + "." + "A".repeat(86)); // r = s = 0 (CVE-2022-21449)
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + parts[1]);
        refused(genuine.serialize() + ".x");
    }

    @Test
    void base64url_has_one_spelling_without_padding_unused_bits_or_other_characters() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String token = genuine.serialize();
        String but = token.substring(0, token.length() - 1);
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        int signature = token.lastIndexOf('.') + 1;

        for (int bits = 1; bits < 16; bits++) { // 64 bytes leave four bits of the last character unused
            refused(but + alphabet.charAt(last ^ bits));
        }
        refused(token + "=");
        refused(token + "==");
        refused(token.substring(0, signature) + "*" + token.substring(signature));
        refused(token.substring(0, signature) + " " + token.substring(signature));
        assertThat(profile(token).status()).isEqualTo(200);
    }

    @Test
    void an_expired_token_is_refused() throws Exception {
        refused(ours(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1)))));
        refused(ours(claims -> claims.expirationTime(null)));
    }

    @Test
    void what_was_issued_15_minutes_ago_is_expired_though_its_session_lives() throws ParseException {
        Clock then = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16));
        AccessTokens past =
                new AccessTokens(keys, URI.create(genuine.getJWTClaimsSet().getIssuer()), then);
        UUID session = UUID.fromString(genuine.getJWTClaimsSet().getStringClaim("sid"));

        refused(past.issue(new AccessTokens.Claims(session, 1, 2), Duration.ofMinutes(15), null)
                .accessToken());
        assertThat(profile(past.issue(new AccessTokens.Claims(session, 1, 2), Duration.ofMinutes(20), null)
                                .accessToken())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_token_for_another_portal_is_refused_by_both() throws Exception {
        String issuer = genuine.getJWTClaimsSet().getIssuer();
        String other = ours(claims -> claims.audience(issuer + "/portals/2"));

        refused(other);
        Reply elsewhere =
                server.get("/api/rest/portal/profile", Map.of("Authorization", "Bearer " + other, "Portal-Id", "2"));
        assertThat(elsewhere.status()).isEqualTo(401);
        Reply carried = server.get(
                "/api/rest/portal/profile", Map.of("Authorization", "Bearer " + genuine.serialize(), "Portal-Id", "2"));
        assertThat(carried.status()).isEqualTo(401);
    }

    @Test
    void another_issuer_audience_or_session_is_refused() throws Exception {
        refused(ours(claims -> claims.issuer("https://evil.example")));
        refused(ours(claims -> claims.audience("https://evil.example")));
        refused(ours(claims -> claims.audience((String) null)));
        refused(ours(claims -> claims.claim("sid", UUID.randomUUID().toString())));
        refused(ours(claims -> claims.claim("sid", "x")));
        refused(ours(claims -> claims.claim("sid", 1)));
        refused(ours(claims -> claims.claim("sid", null)));
        refused(ours(claims -> claims.subject("x")));
    }
}
