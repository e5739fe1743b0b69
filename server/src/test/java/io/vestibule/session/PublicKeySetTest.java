package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which key sets of others are taken; what their keys sign, {@code ClientAuthenticationTest} shows. */
class PublicKeySetTest {
    private static String set(JWK... keys) {
        return Stream.of(keys).map(JWK::toJSONString).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static void refused(String set, String reason) {
        assertThatThrownBy(() -> PublicKeySet.parse(set))
                .isInstanceOf(BadKeySetException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void rsa_and_p256_are_taken() throws JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("a").generate().toPublicJWK();
        ECKey ec = new ECKeyGenerator(Curve.P_256)
                .keyID("b")
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .generate()
                .toPublicJWK();
        assertThat(PublicKeySet.parse(set(rsa, ec))).isNotNull();
    }

    @Test
    void private_and_secret_keys_are_refused() throws JOSEException {
        for (JWK key : List.of(
                new ECKeyGenerator(Curve.P_256).generate(),
                new RSAKeyGenerator(2048).generate(),
                new OctetSequenceKeyGenerator(256).generate())) {
            refused(set(key), "private key");
        }
    }

    @Test
    void other_keys_are_refused() throws JOSEException {
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("a").generate().toPublicJWK();
        refused(set(new ECKeyGenerator(Curve.P_384).generate().toPublicJWK()), "P-256");
        refused(set(new RSAKeyGenerator(1024, true).generate().toPublicJWK()), "2048");
        refused("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + "A".repeat(43) + "\"}]}", "P-256");
        refused(
                set(new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.ENCRYPTION)
                        .generate()
                        .toPublicJWK()),
                "signatures");
        refused(
                set(new ECKeyGenerator(Curve.P_256)
                        .algorithm(JWSAlgorithm.RS256)
                        .generate()
                        .toPublicJWK()),
                "ES256");
        refused(set(ec, ec), "kid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[1]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}]}"
            })
    void what_is_no_key_set_is_refused(String text) {
        refused(text, " ");
    }
}
