package io.vestibule.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** No password, and nothing that an upstream knows us by, reaches a log, the audit or the database in clear, at either side. */
class UpstreamSecretsTest {
    private static final String WRONG = "Canary.wrong.7Qz9";
    private static final List<String> SECRETS = List.of(
            Move.PASSWORD, "an+old+one+7", WRONG, "demo-secret", "demo-key", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private final Move move = new Move();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger ours = logging.getLogger("io.vestibule");
    private final Appender<ILoggingEvent> console = root.getAppender("console");
    private final Level before = ours.getLevel();

    @BeforeEach
    void listen() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern("%level %logger %mdc %msg%n%ex{full}");
        encoder.start();
        appender.setContext(logging);
        appender.setEncoder(encoder);
        appender.setOutputStream(log);
        appender.start();
        root.detachAppender(console); // the test's output isn't the place
        root.addAppender(appender);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stop() {
        root.detachAppender(appender);
        root.addAppender(console);
        ours.setLevel(before);
        move.close();
    }

    private static String stored(Installation installation) {
        StringBuilder all = new StringBuilder();
        installation
                .sql()
                .useHandle(h -> h.statement("select tablename from pg_tables where schemaname = 'public'")
                        .mapTo(String.class)
                        .forEach(table -> h.statement("select t::text from " + table + " t")
                                .mapTo(String.class)
                                .forEach(row -> all.append(row).append('\n'))));
        return all.toString();
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return Stream.of(
                secret, base64.substring(0, base64.length() - 2), HexFormat.of().formatHex(bytes));
    }

    private static void nothingShows(String where, String text) {
        assertThat(SECRETS.stream().flatMap(UpstreamSecretsTest::forms).filter(text::contains))
                .as(where)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void secrets_show_nowhere(Kind kind) {
        move.signUp("ann@example.com");
        Client server = move.from(kind);
        for (SignInDialect door : SignInDialect.values()) {
            door.signIn(server, "ann@example.com", WRONG);
            door.signIn(server, "nobody@example.com", WRONG);
            door.signIn(server, WRONG, WRONG);
            door.signIn(server, "ann@example.com", Move.PASSWORD);
        }
        try (StubUpstream stub = new StubUpstream();
                Installation other = Installation.demo(Generous.limits())) {
            stub.handler = exchange -> StubUpstream.send(
                    exchange,
                    200,
                    "application/json",
                    "{\"echo\":\"" + stub.requests.getLast().body().replace("\"", "'") + "\"}");
            Client second = Move.from(other, kind, stub.url());
            for (SignInDialect door : SignInDialect.values()) {
                door.signIn(second, "ann@example.com", Move.PASSWORD);
            }
            assertThat(stub.asked.get()).isPositive();
            nothingShows("database with an upstream that repeats what it hears", stored(other));
        }
        move.old.stop();
        move.here.sql("delete from login where value = 'ann@example.com'");
        SignInDialect.KEAZE.signIn(server, "bob@example.com", WRONG);

        nothingShows("log", log.toString(UTF_8));
        assertThat(log.toString(UTF_8)).contains("WARN io.vestibule.upstream.Upstreams");
        nothingShows("metrics", server.management("/metrics").body());
        nothingShows("database", stored(move.here));
        nothingShows("the old one's database", stored(move.old));
    }
}
