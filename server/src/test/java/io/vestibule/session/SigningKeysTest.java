package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import io.vestibule.support.Together;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys for RS256 beside those for ES256: made when they are wanted, rotated alike, in one key set. */
class SigningKeysTest {
    private static final Duration OLD = Duration.ofDays(90);

    private final Sql sql = TestDatabases.demo().sql();
    private final SigningKeys keys = node();

    /** Each looks for itself, and so at once. */
    private SigningKeys node() {
        return new SigningKeys(sql, MasterKey.of(Secret.of(TestDatabases.MASTER_KEY)), Duration.ofHours(24));
    }

    private long rows(String table) {
        return sql.withHandle(h ->
                h.statement("select count(*) from " + table).mapTo(Long.class).one());
    }

    private static Json.Object claims() {
        return Json.object()
                .put("sub", "2")
                .put("exp", Instant.now().plusSeconds(60).getEpochSecond())
                .build();
    }

    private static JWKSet keySet(SigningKeys keys) {
        try {
            return JWKSet.parse(keys.keySet().toString());
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> algorithms(SigningKeys keys) {
        return keySet(keys).getKeys().stream()
                .map(jwk -> jwk.getAlgorithm().getName())
                .toList();
    }

    @Test
    void the_key_set_has_a_key_for_rs256_once_one_is_wanted() {
        assertThat(algorithms(keys)).containsExactly("ES256");

        keys.prepare(SigningAlgorithm.RS256);

        assertThat(algorithms(keys)).containsExactly("ES256", "RS256");
        assertThat(algorithms(node())).containsExactly("ES256", "RS256");
        assertThat(keySet(keys).getKeys())
                .allSatisfy(jwk -> assertThat(jwk.getKeyUse().getValue()).isEqualTo("sig"));
        assertThat(keySet(keys).getKeys()).noneMatch(JWK::isPrivate);
    }

    @Test
    void nodes_that_want_the_first_at_once_have_the_same() {
        List<String> tokens =
                Together.run(6, i -> (i % 2 == 0 ? keys : node()).sign(SigningAlgorithm.RS256, "JWT", claims()));

        assertThat(rows("rsa_signing_key")).isEqualTo(1);
        assertThat(tokens)
                .allSatisfy(token -> assertThat(verified(token, keySet(keys))).isTrue());
    }

    private static boolean verified(String token, JWKSet set) throws ParseException, JOSEException {
        SignedJWT parsed = SignedJWT.parse(token);
        JWK key = set.getKeyByKeyId(parsed.getHeader().getKeyID());
        assertThat(((RSAKey) key).toRSAPublicKey().getModulus().bitLength()).isEqualTo(2048);
        return parsed.verify(new RSASSAVerifier((RSAKey) key));
    }

    @Test
    void housekeeping_makes_no_key_for_rs256_where_none_was_wanted() {
        keys.rotate(OLD, AuditContext.HOUSEKEEPING);
        keys.rotate(Duration.ZERO, AuditContext.COMMAND);

        assertThat(rows("signing_key")).isEqualTo(2);
        assertThat(rows("rsa_signing_key")).isZero();
    }

    @Test
    void a_key_for_rs256_rotates_with_notice_and_overlap() throws ParseException {
        keys.prepare(SigningAlgorithm.ES256);
        String early = keys.sign(SigningAlgorithm.RS256, "JWT", claims());
        assertThat(keys.rotate(OLD, AuditContext.HOUSEKEEPING)).isFalse();

        sql.useHandle(h -> h.execute("update rsa_signing_key set created_at = now() - interval '91 days'"));
        assertThat(keys.rotate(OLD, AuditContext.HOUSEKEEPING)).isTrue();

        assertThat(rows("signing_key")).isEqualTo(1);
        assertThat(algorithms(node())).containsExactly("ES256", "RS256", "RS256");
        assertThat(kid(node().sign(SigningAlgorithm.RS256, "JWT", claims()))).isEqualTo(kid(early));
        assertThat(sql.<Long>withHandle(h -> h.statement("""
                        select count(*) from rsa_signing_key old, rsa_signing_key new
                        where old.retires_at >= new.signs_from + interval '24 hours' and new.retires_at is null
                          and new.signs_from > now() + interval '9 minutes'
                        """).mapTo(Long.class).one()))
                .isEqualTo(1);
        assertThat(sql.<String>withHandle(
                        h -> h.statement("select detail ->> 'alg' from audit_event where event = 'signing_key_rotated'")
                                .mapTo(String.class)
                                .one()))
                .isEqualTo("RS256");

        sql.useHandle(h -> h.execute("update rsa_signing_key set signs_from = now() where retires_at is null"));
        assertThat(kid(node().sign(SigningAlgorithm.RS256, "JWT", claims()))).isNotEqualTo(kid(early));
        assertThat(tokens(node(), SigningAlgorithm.RS256).verify(early)).contains("2");
        sql.useHandle(h -> h.execute("update rsa_signing_key set retires_at = now() where retires_at is not null"));
        assertThat(tokens(node(), SigningAlgorithm.RS256).verify(early)).isEmpty();
    }

    private static String kid(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    private static SignedTokens<String> tokens(SigningKeys keys, SigningAlgorithm algorithm) {
        return new SignedTokens<>(keys, "JWT", Set.of(algorithm), Clock.systemUTC(), claims -> claims.text("sub"));
    }

    @Test
    void a_new_epoch_voids_what_either_algorithm_signed() {
        String rsa = keys.sign(SigningAlgorithm.RS256, "JWT", claims());
        String ec = keys.sign(SigningAlgorithm.ES256, "JWT", claims());

        new SessionStore(sql).startEpoch(AuditContext.COMMAND);

        assertThat(rows("signing_key") + rows("rsa_signing_key")).isZero();
        assertThat(tokens(node(), SigningAlgorithm.RS256).verify(rsa)).isEmpty();
        assertThat(tokens(node(), SigningAlgorithm.ES256).verify(ec)).isEmpty();
    }

    @Test
    void a_token_is_good_for_its_algorithm_type_and_time_alone() {
        String rsa = keys.sign(SigningAlgorithm.RS256, "JWT", claims());
        String ec = keys.sign(SigningAlgorithm.ES256, "JWT", claims());
        SignedTokens<String> ours = tokens(keys, SigningAlgorithm.RS256);

        assertThat(ours.verify(rsa)).contains("2");
        assertThat(ours.verify(rsa)).contains("2");
        assertThat(ours.verify(ec)).isEmpty();
        assertThat(ours.verify(keys.sign(SigningAlgorithm.RS256, "at+jwt", claims())))
                .isEmpty();
        assertThat(ours.verify(rsa + "=")).isEmpty();
        Json.Object endless = Json.object().put("sub", "2").build();
        assertThat(ours.verify(keys.sign(SigningAlgorithm.RS256, "JWT", endless)))
                .isEmpty();
        Json.Object over = Json.object()
                .put("sub", "2")
                .put("exp", Instant.now().minusSeconds(1).getEpochSecond())
                .build();
        assertThat(ours.verify(keys.sign(SigningAlgorithm.RS256, "JWT", over))).isEqualTo(Optional.empty());
    }
}
