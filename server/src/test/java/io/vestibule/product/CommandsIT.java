package io.vestibule.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.product.Vestibule.Ended;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the runnable file does without a database; commands that need one are tested beside them, and by {@link ServeIT}. */
class CommandsIT {

    @Test
    void help_needs_no_setting_and_version_is_the_builds() {
        Ended help = Vestibule.run(Map.of("VESTIBULE_NONSENSE", "1"), "serve", "--help");
        assertThat(help).isEqualTo(new Ended(0, help.out(), ""));
        assertThat(help.out()).startsWith("Usage: vestibule serve");

        assertThat(Vestibule.run(Map.of(), "--version").out()).containsPattern("^vestibule \\d+\\.\\d+");
    }

    @Test
    void an_unknown_command_is_not_understood() {
        Ended ended = Vestibule.run(Map.of(), "protal", "list");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("'protal'").contains("portal").contains("--help");
    }

    @Test
    void faults_of_the_settings_are_told_all_at_once() {
        Ended ended = Vestibule.run(
                Map.of(
                        "VESTIBULE_MODE", "test",
                        "VESTIBULE_HTTP_HOST", "0.0.0.0",
                        "VESTIBULE_HTTP_PORT", "http",
                        "VESTIBULE_HTPT_DRAIN", "1s"),
                "serve");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err())
                .contains("VESTIBULE_HTTP_HOST: test mode")
                .contains("VESTIBULE_HTTP_PORT: \"http\"")
                .contains("VESTIBULE_HTPT_DRAIN: no such setting")
                .doesNotContain("\tat ");
    }

    @Test
    void demo_data_are_refused_in_live_mode() {
        Ended ended = Vestibule.run(
                Map.of("VESTIBULE_MODE", "live", "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:2525"), "serve", "--demo");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("--demo").contains("VESTIBULE_MODE=test");
    }
}
