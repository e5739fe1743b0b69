package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.json.Json;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.support.TestDatabases;
import java.text.ParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SigningKeyTest {
    private static final MasterKey MASTER = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));
    private static final Map<SigningAlgorithm, SigningKey> KEYS = new EnumMap<>(SigningAlgorithm.class);

    private static SigningKey key(SigningAlgorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, a -> SigningKey.open(SigningKey.generate(a, MASTER), MASTER));
    }

    static Stream<Arguments> signatures() {
        return Stream.of(SigningAlgorithm.values())
                .flatMap(algorithm ->
                        Stream.of("at+jwt", "logout+jwt", "JWT").map(type -> Arguments.of(algorithm, type)));
    }

    private static JWSVerifier verifier(SigningKey key) throws ParseException, JOSEException {
        return switch (key.algorithm()) {
            case ES256 -> new ECDSAVerifier(ECKey.parse(key.publicJwk()));
            case RS256 -> new RSASSAVerifier(RSAKey.parse(key.publicJwk()));
        };
    }

    /** RFC 8725 section 3.11: tokens of different kinds have different types, so that none passes for another. */
    @ParameterizedTest
    @MethodSource("signatures")
    void a_key_signs_tokens_of_any_type(SigningAlgorithm algorithm, String type) throws ParseException, JOSEException {
        SigningKey key = key(algorithm);
        SignedJWT token =
                SignedJWT.parse(key.sign(type, Json.object().put("sub", "2").build()));
        assertThat(token.getHeader().getType().getType()).isEqualTo(type);
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.name());
        assertThat(token.getHeader().getKeyID()).isEqualTo(key.kid());
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("2");
        assertThat(token.verify(verifier(key))).isTrue();
        assertThat(token.verify(key.verifier())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void the_public_half_says_what_it_is_for_and_nothing_private(SigningAlgorithm algorithm) {
        assertThat(key(algorithm).publicJwk())
                .contains("\"use\":\"sig\"", "\"alg\":\"" + algorithm + "\"")
                .doesNotContain("\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"");
    }
}
