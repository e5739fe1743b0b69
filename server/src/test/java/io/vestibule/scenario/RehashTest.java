package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A password that was hashed at another cost is hashed anew at the next sign-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RehashTest {
    private static final String TODAY = "$argon2id$v=19$m=19456,t=2,p=1$";
    private static final String CHEAP = cheap("correct horse 9");

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @BeforeEach
    void ageHash() {
        installation.sql("update customer set password = ? where id = 2", CHEAP);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private static String cheap(String password) {
        byte[] salt = "sixteen salty by".getBytes(StandardCharsets.US_ASCII);
        byte[] hash = new byte[32];
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(8192)
                .withIterations(1)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=8192,t=1,p=1$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private String stored() {
        return installation
                .sql()
                .withHandle(h -> h.statement("select password from customer where id = 2")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void a_sign_in_replaces_a_hash_of_another_cost() {
        assertThat(SignInDialect.SONAR.signIn(server, "testtest123", "wrong").status())
                .isEqualTo(422);
        assertThat(stored()).isEqualTo(CHEAP);
        assertThat(SignInDialect.SONAR
                        .signIn(server, "testtest123", "correct horse 9")
                        .status())
                .isEqualTo(201);
        String renewed = stored();
        assertThat(renewed).startsWith(TODAY);
        assertThat(SignInDialect.SONAR
                        .signIn(server, "testtest123", "correct horse 9")
                        .status())
                .isEqualTo(201);
        assertThat(stored()).isEqualTo(renewed);
    }

    @Test
    void parallel_correct_sign_ins_all_succeed_while_one_replaces_the_hash() {
        List<SignInDialect> doors = List.of(SignInDialect.values());
        List<Boolean> admitted = Together.run(32, i -> {
            SignInDialect dialect = doors.get(i % doors.size());
            return dialect.admits(dialect.signIn(server, "testtest123", "correct horse 9"));
        });
        assertThat(admitted).containsOnly(true);
        assertThat(stored()).startsWith(TODAY);
        assertThat(installation.count("select count(*) from lockout")).isZero();
    }

    @Test
    void a_password_that_changed_meanwhile_stays_changed() {
        installation.sql().useTransaction(h -> {
            h.execute(
                    "select from customer where id = 2 for share"); // lets the sign-in decide and holds up the new hash
            CompletableFuture<Integer> signIn = CompletableFuture.supplyAsync(() -> SignInDialect.SONAR
                    .signIn(server, "testtest123", "correct horse 9")
                    .status());
            while (installation.count("""
                            select count(*) from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock'
                            """) == 0) {
                assertThat(signIn).isNotDone();
            }
            h.execute("update customer set password = ? where id = 2", cheap("changed meanwhile"));
            h.execute("commit");
            assertThat(signIn.join()).isEqualTo(201);
        });
        assertThat(stored()).isEqualTo(cheap("changed meanwhile"));
    }
}
