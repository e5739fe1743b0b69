package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.json.Json;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.support.TestDatabases;
import java.text.ParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final MasterKey MASTER = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));
    private static final SigningKey KEY = SigningKey.open(SigningKey.generate(MASTER), MASTER);

    /** RFC 8725 section 3.11: tokens of different kinds have different types, so that none passes for another. */
    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "logout+jwt", "JWT"})
    void a_key_signs_tokens_of_any_type(String type) throws ParseException, JOSEException {
        SignedJWT token =
                SignedJWT.parse(KEY.sign(type, Json.object().put("sub", "2").build()));
        assertThat(token.getHeader().getType().getType()).isEqualTo(type);
        assertThat(token.getHeader().getKeyID()).isEqualTo(KEY.kid());
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("2");
        assertThat(token.verify(new ECDSAVerifier(ECKey.parse(KEY.publicJwk()))))
                .isTrue();
    }
}
