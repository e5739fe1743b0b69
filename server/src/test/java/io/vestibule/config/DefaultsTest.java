package io.vestibule.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names every default, so that none changes unnoticed. */
class DefaultsTest {
    private final Config config = Config.read(Map.of("VESTIBULE_MODE", "test"));

    @Test
    void the_mode_is_live_unless_told() {
        assertThat(Config.MODE.fallbackValue()).isEqualTo(Mode.LIVE);
    }

    @Test
    void the_default_portal_is_1() {
        assertThat(config.defaultPortal()).isEqualTo(1);
    }

    @Test
    void http_listens_on_loopback() {
        assertThat(config.http())
                .isEqualTo(new HttpConfig(
                        "127.0.0.1",
                        8080,
                        "127.0.0.1",
                        8081,
                        List.of(),
                        URI.create("http://localhost:8080"),
                        4096,
                        512,
                        Duration.ofSeconds(10),
                        true));
    }

    @Test
    void live_mode_has_no_api_reference() {
        assertThat(Config.readForStore(Map.of("VESTIBULE_MODE", "live")).http().docs())
                .isFalse();
    }

    @Test
    void the_public_url_follows_the_port() {
        Config moved = Config.read(Map.of("VESTIBULE_MODE", "test", "VESTIBULE_HTTP_PORT", "9000"));

        assertThat(moved.http().publicUrl()).isEqualTo(URI.create("http://localhost:9000"));
    }

    @Test
    void the_database_is_embedded() {
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig(null, null, null, 10, Path.of("./data"), 10_000_001));
        assertThat(config.keys()).isEqualTo(new KeysConfig(null, null));
    }

    @Test
    void mail_is_kept_and_not_signed() {
        assertThat(config.mail())
                .isEqualTo(new MailConfig(null, null, new Mailbox("Vestibule", "no-reply@localhost"), null));
    }

    @Test
    void limits_are_those_of_the_security_page() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(config.guard())
                .isEqualTo(new GuardConfig(
                        limit(20, 20, minute),
                        limit(600, 600, minute),
                        limit(60, 60, minute),
                        limit(10, 10, minute),
                        limit(600, 600, minute),
                        limit(60, 60, minute),
                        limit(5, 1, Duration.ofMinutes(2)),
                        limit(100, 100, Duration.ofHours(1)),
                        limit(100, 30, minute),
                        limit(600, 600, minute),
                        5,
                        Duration.ofMinutes(30)));
    }

    @Test
    void lifetimes() {
        assertThat(config.session())
                .isEqualTo(new SessionConfig(
                        Duration.ofMinutes(15),
                        Duration.ofHours(24),
                        Duration.ofDays(14),
                        Duration.ofDays(30),
                        Duration.ofSeconds(30),
                        Duration.ofHours(12)));
        assertThat(config.link())
                .isEqualTo(new LinkConfig(
                        Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofMinutes(15), Duration.ofHours(24)));
    }

    @Test
    void the_rest() {
        assertThat(config.password())
                .isEqualTo(new PasswordConfig(0, 256, Duration.ofSeconds(2), PasswordConfig.Library.AUTO));
        assertThat(config.logicBoxes()).isEqualTo(new LogicBoxesConfig(500));
        assertThat(config.upstream()).isEqualTo(new UpstreamConfig(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertThat(config.imports()).isEqualTo(new ImportConfig(1024, Duration.ofDays(7)));
        assertThat(config.log()).isEqualTo(new LogConfig(LogConfig.Level.INFO));
    }

    private static GuardConfig.Limit limit(int burst, int count, Duration per) {
        return new GuardConfig.Limit(burst, new Rate(count, per));
    }
}
