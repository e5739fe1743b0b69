package io.vestibule.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String CANARY = "canary-7f3a";

    @TempDir
    Path folder;

    @Test
    void the_file_may_nest_or_dot_its_keys_and_list_its_lists() throws IOException {
        Config config = Config.read(Map.of("VESTIBULE_CONFIG", file("""
                # a comment
                mode: test
                http:
                  port: 9090
                  trusted-proxies:
                    - 10.0.0.0/8
                    - "::1"
                http.host: localhost
                limit.mail-address: { burst: 7, refill: 2/1h }
                lock:
                """)));

        assertThat(config.http().port()).isEqualTo(9090);
        assertThat(config.http().host()).isEqualTo("localhost");
        assertThat(config.http().trustedProxies()).hasToString("[10.0.0.0/8, 0:0:0:0:0:0:0:1/128]");
        assertThat(config.guard().mailAddress()).isEqualTo(new GuardConfig.Limit(7, new Rate(2, Duration.ofHours(1))));
    }

    @Test
    void the_environment_wins_and_a_blank_variable_is_not_given() throws IOException {
        Config config = Config.read(Map.of(
                "VESTIBULE_CONFIG", file("mode: test\nhttp: {port: 1, host: localhost}"),
                "VESTIBULE_HTTP_PORT", " 2 ",
                "VESTIBULE_HTTP_HOST", " ",
                "PATH", "none of ours"));

        assertThat(config.http().port()).isEqualTo(2);
        assertThat(config.http().host()).isEqualTo("localhost");
    }

    @Test
    void every_fault_is_told_at_once_one_a_line() throws IOException {
        Map<String, String> env = Map.of(
                "VESTIBULE_CONFIG",
                file("link:\n  reset: soon\n  rest: 1m\n"),
                "VESTIBULE_MODE",
                "TEST",
                "VESTIBULE_HTP_PORT",
                CANARY,
                "VESTIBULE_HTTP_PORT",
                "80\n800",
                "VESTIBULE_SMTP_URL",
                "smtp://" + CANARY + "@");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Config.read(env))
                .satisfies(e -> assertThat(e.faults())
                        .containsExactlyInAnyOrder(
                                "VESTIBULE_MODE: \"TEST\" can't be used; give test or live",
                                "VESTIBULE_HTTP_PORT: \"80?800\" can't be used; give a number from 0 to 65535; 0 takes any"
                                        + " free port",
                                "VESTIBULE_SMTP_URL: its value (not shown) can't be used; give "
                                        + MailConfig.SMTP.kind().form(),
                                "link.reset in " + env.get("VESTIBULE_CONFIG") + ": \"soon\" can't be used; give "
                                        + Kind.DURATION.form(),
                                "VESTIBULE_HTP_PORT: no such setting; remove it, or did you mean VESTIBULE_HTTP_PORT?",
                                "link.rest in " + env.get("VESTIBULE_CONFIG")
                                        + ": no such setting; remove it, or did you mean link.reset?"))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSameElementsAs(e.faults()))
                .withMessageNotContaining(CANARY);
    }

    @Test
    void a_secret_may_stand_in_a_file_less_one_newline() throws IOException {
        for (String content : new String[] {"s3cret ", "s3cret \n", "s3cret \r\n"}) {
            Config config = Config.read(Faults.inTestMode(Map.of(
                    "VESTIBULE_DATABASE_URL", "jdbc:postgresql:x",
                    "VESTIBULE_MASTER_KEY", "0".repeat(64),
                    "VESTIBULE_DATABASE_PASSWORD_FILE", file(content))));

            assertThat(config.database().password().reveal()).isEqualTo("s3cret ");
            assertThat(config).asString().doesNotContain("s3cret");
        }
    }

    @Test
    void a_secret_file_in_the_environment_wins_over_the_secret_in_the_file() throws IOException {
        String secret = file("b".repeat(64));
        Path yaml = Files.writeString(folder.resolve("more.yaml"), "master-key: " + "a".repeat(64));

        Config config = Config.read(
                Faults.inTestMode(Map.of("VESTIBULE_CONFIG", yaml.toString(), "VESTIBULE_MASTER_KEY_FILE", secret)));

        assertThat(config.keys().master().reveal()).startsWith("bb");
    }

    @Test
    void a_secret_given_twice_is_a_fault() throws IOException {
        String secret = file("a".repeat(64));

        assertThat(Faults.of(Map.of("VESTIBULE_MASTER_KEY", "b".repeat(64), "VESTIBULE_MASTER_KEY_FILE", secret)))
                .containsExactly("VESTIBULE_MASTER_KEY_FILE: given beside VESTIBULE_MASTER_KEY; keep one of the two");
    }

    @Test
    void a_file_that_is_not_there_is_a_fault() {
        String absent = folder.resolve("absent").toString();

        assertThat(Faults.of(Map.of("VESTIBULE_MASTER_KEY_FILE", absent, "VESTIBULE_CONFIG", absent)))
                .containsExactlyInAnyOrder(
                        "VESTIBULE_MASTER_KEY_FILE: there is no file " + absent + "; correct the path or make the file",
                        "VESTIBULE_CONFIG: there is no file " + absent + "; correct the path or make the file");
        assertThat(Faults.of("VESTIBULE_CONFIG", folder.toString()))
                .containsExactly("VESTIBULE_CONFIG: the file " + folder
                        + " can't be read; check that it is a file and who may read it");
    }

    @Test
    void only_a_secret_may_stand_in_a_file() {
        assertThat(Faults.of("VESTIBULE_HTTP_PORT_FILE", "port.txt"))
                .containsExactly(
                        "VESTIBULE_HTTP_PORT_FILE: no such setting; remove it, or did you mean VESTIBULE_HTTP_PORT?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database: {password: canary-7f3a",
                "database.password: canary-7f3a\n  x: canary-7f3a",
                "\tcanary-7f3a",
                "canary-7f3a",
                "- canary-7f3a",
                "a: &canary-7f3a 1\nhttp.host: *canary-7f3a",
                "http.host: localhost\nhttp: {host: canary-7f3a}",
                "http.host: localhost\nhttp.host: canary-7f3a",
                "log.level: info\n---\nlog.level: canary-7f3a",
                "http.trusted-proxies: [{canary-7f3a: canary-7f3a}]",
                "? [canary-7f3a]\n: 1",
                "!!binary canary-7f3a",
            })
    void a_file_of_another_shape_is_a_fault_without_its_content(String yaml) throws IOException {
        assertThat(Faults.of("VESTIBULE_CONFIG", file(yaml)))
                .isNotEmpty()
                .anyMatch(fault -> fault.startsWith("VESTIBULE_CONFIG: " + folder))
                .filteredOn(fault -> fault.startsWith("VESTIBULE_CONFIG: "))
                .noneMatch(fault -> fault.contains(CANARY));
    }

    @Test
    void a_file_that_cannot_be_read_causes_no_faults_but_its_own() throws IOException {
        assertThat(Faults.of(Map.of("VESTIBULE_MODE", "live", "VESTIBULE_CONFIG", file("{"))))
                .hasSize(1);
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("settings"), content).toString();
    }
}
