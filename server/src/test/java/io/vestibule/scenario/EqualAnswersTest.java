package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "Which addresses exist?": whoever is refused gets one and the same answer, after exactly one hash (security). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EqualAnswersTest {
    private static final Pattern HASHES = Pattern.compile("(?m)^vestibule_hash_pool_completed_total (\\S+)$");
    private static final String RIGHT = "correct horse 9";
    private static final String LONG = "x".repeat(10_000);

    /** What is wrong, and the login and password that go with it. */
    private static final Map<String, String[]> WRONGS = wrongs();

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private static Map<String, String[]> wrongs() {
        Map<String, String[]> wrongs = new LinkedHashMap<>();
        wrongs.put("wrong password", new String[] {"john.doe@example.com", "wrong"});
        wrongs.put("unknown login", new String[] {"nobody@example.com", RIGHT});
        wrongs.put("disabled, wrong password", new String[] {"disabled@example.com", "wrong"});
        wrongs.put("disabled, right password", new String[] {"disabled@example.com", RIGHT});
        wrongs.put("no password", new String[] {"someone@example.com", RIGHT});
        wrongs.put("overlong password", new String[] {"john.doe@example.com", LONG});
        wrongs.put("overlong login", new String[] {LONG, RIGHT});
        wrongs.put("NUL in the password", new String[] {"john.doe@example.com", RIGHT + "\u0000"});
        wrongs.put("NUL in the login", new String[] {"john.doe@example.com\u0000", RIGHT});
        wrongs.put("letters beyond ASCII", new String[] {"j\u00f6hn@example.com", "p\u00e4ssword \ud83d\udd11"});
        wrongs.put(
                "another case of the password", new String[] {"john.doe@example.com", RIGHT.toUpperCase(Locale.ROOT)});
        return wrongs;
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

    @ParameterizedTest
    @EnumSource
    void every_failed_sign_in_reads_the_same_and_takes_one_hash(SignInDialect dialect) {
        String[] first = WRONGS.get("wrong password");
        installation.sql("delete from lockout");
        String expected = comparable(dialect.signIn(server, first[0], first[1]));
        WRONGS.forEach((what, wrong) -> {
            installation.sql("delete from lockout");
            double before = hashes();
            Reply reply = dialect.signIn(server, wrong[0], wrong[1]);
            assertThat(dialect.refuses(reply)).as(what).isTrue();
            assertThat(comparable(reply)).as(what).isEqualTo(expected);
            assertThat(hashes() - before).as(what).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void every_locked_login_reads_the_same_and_takes_one_hash(SignInDialect dialect) {
        installation.sql("delete from lockout");
        for (int i = 0; i < 5; i++) {
            dialect.signIn(server, "john.doe@example.com", "wrong");
            dialect.signIn(server, "nobody@example.com", "wrong");
            dialect.signIn(server, "disabled@example.com", "wrong");
        }
        String expected = comparable(dialect.signIn(server, "nobody@example.com", "wrong"));
        for (String login : new String[] {"john.doe@example.com", "nobody@example.com", "disabled@example.com"}) {
            double before = hashes();
            assertThat(comparable(dialect.signIn(server, login, RIGHT)))
                    .as(login)
                    .isEqualTo(expected);
            assertThat(hashes() - before).as(login).isEqualTo(1);
        }
    }
}
