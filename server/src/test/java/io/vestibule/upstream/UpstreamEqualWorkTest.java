package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "Known here, known there or nowhere": whoever is refused gets one and the same answer, after exactly one hash. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamEqualWorkTest {
    private static final Pattern HASHES = Pattern.compile("(?m)^vestibule_hash_pool_completed_total (\\S+)$");

    private final Move move = new Move();
    private Client server;

    @BeforeAll
    void start() {
        move.signUp("ann@example.com");
        server = move.from(Kind.LOGICBOXES);
        move.here.sql("update customer set awaits_upstream = true where email = 'someone@example.com'");
    }

    @AfterAll
    void stop() {
        move.close();
    }

    private double hashes() {
        Matcher found = HASHES.matcher(server.management("/metrics").body());
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private static String comparable(Reply reply) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.remove("x-request-id");
        headers.remove("date");
        return reply.status() + " " + headers + " " + reply.body();
    }

    private static final Map<String, String> LOGINS = Map.of(
            "known here", "john.doe@example.com",
            "known there", "ann@example.com",
            "known here without a password", "someone@example.com",
            "disabled here", "disabled@example.com",
            "nowhere", "nobody@example.com",
            "no login at all", "x".repeat(10_000));

    @ParameterizedTest
    @EnumSource
    void every_failed_sign_in_reads_the_same_and_takes_one_hash(SignInDialect door) {
        move.here.sql("delete from lockout");
        move.old.sql("delete from lockout");
        String expected = comparable(door.signIn(server, "john.doe@example.com", "wrong"));
        LOGINS.forEach((what, login) -> {
            move.here.sql("delete from lockout");
            double before = hashes();
            Reply reply = door.signIn(server, login, "wrong");
            assertThat(comparable(reply)).as(what).isEqualTo(expected);
            assertThat(hashes() - before).as(what).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void every_locked_login_reads_the_same_and_takes_one_hash(SignInDialect door) {
        move.here.sql("delete from lockout");
        move.old.sql("delete from lockout");
        for (String login : LOGINS.values()) {
            for (int i = 0; i < 5; i++) {
                door.signIn(server, login, "wrong");
            }
        }
        long asked = move.asked();
        String expected = comparable(door.signIn(server, "john.doe@example.com", Move.PASSWORD));
        LOGINS.forEach((what, login) -> {
            double before = hashes();
            assertThat(comparable(door.signIn(server, login, Move.PASSWORD)))
                    .as(what)
                    .isEqualTo(expected);
            assertThat(hashes() - before).as(what).isEqualTo(1);
        });
        assertThat(move.asked()).isEqualTo(asked);
    }

    @ParameterizedTest
    @EnumSource(names = "KEAZE")
    void a_first_sign_in_takes_one_hash_too(SignInDialect door) {
        move.here.sql("delete from lockout");
        move.old.sql("delete from lockout");
        move.signUp("first@example.com");
        double before = hashes();
        assertThat(door.admits(door.signIn(server, "first@example.com", Move.PASSWORD)))
                .isTrue();
        assertThat(hashes() - before).isEqualTo(1);
    }
}
