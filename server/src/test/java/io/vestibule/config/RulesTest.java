package io.vestibule.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    private static final Map<String, String> LIVE = Map.of(
            "VESTIBULE_MODE", "live",
            "VESTIBULE_SMTP_URL", "smtps://mail.example.com",
            "VESTIBULE_PUBLIC_URL", "https://sign-in.example.com",
            "VESTIBULE_HTTP_HOST", "0.0.0.0");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "::1"})
    void test_mode_listens_on_loopback(String host) {
        assertThat(Faults.of(Map.of("VESTIBULE_HTTP_HOST", host, "VESTIBULE_MANAGEMENT_HOST", host)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "localhost.example.com", "myhost", "127.0.0.1.example.com"})
    void test_mode_listens_on_nothing_else(String host) {
        assertThat(Faults.of(Map.of("VESTIBULE_HTTP_HOST", host, "VESTIBULE_MANAGEMENT_HOST", host)))
                .containsExactly(
                        "VESTIBULE_HTTP_HOST: test mode's answers contain sign-in links, so only this machine may reach it;"
                                + " set 127.0.0.1, or set VESTIBULE_MODE=live",
                        "VESTIBULE_MANAGEMENT_HOST: test mode's answers contain sign-in links, so only this machine may"
                                + " reach it; set 127.0.0.1, or set VESTIBULE_MODE=live");
    }

    @Test
    void a_parameter_of_the_database_url_that_does_nothing_is_named() {
        assertThat(Faults.of("VESTIBULE_DATABASE_URL", "postgresql://secretive@db/x?sslmod=require"))
                .contains(
                        "VESTIBULE_DATABASE_URL: its parameter sslmod is not the driver's; remove it, or did you mean sslmode?");
        assertThat(Faults.of("VESTIBULE_DATABASE_URL", "jdbc:postgresql://a,b/x?target_session_attrs=primary"))
                .contains(
                        "VESTIBULE_DATABASE_URL: its parameter target_session_attrs is not the driver's; remove it, or did you"
                                + " mean targetServerType?");
        assertThat(Faults.of("VESTIBULE_DATABASE_URL", "postgresql://a,b/x?target_session_attrs=prefer-standby"))
                .contains(
                        "VESTIBULE_DATABASE_URL: its parameter targetServerType asks for a server that need not be the primary,"
                                + " and nothing can be written there; give primary");
    }

    @Test
    void test_mode_mails_to_loopback_only() {
        assertThat(Faults.of("VESTIBULE_SMTP_URL", "smtp://localhost:2525")).isEmpty();
        assertThat(Faults.of("VESTIBULE_SMTP_URL", "smtp://[::1]:2525")).isEmpty();
        assertThat(Faults.of("VESTIBULE_SMTP_URL", "smtp://mail.example.com"))
                .containsExactly(
                        "VESTIBULE_SMTP_URL: test mode's answers contain sign-in links, so only this machine may get"
                                + " its mail; name a server on localhost or none, or set VESTIBULE_MODE=live");
    }

    @Test
    void live_mode_takes_a_mail_server_and_an_https_address() {
        assertThat(Faults.of(LIVE)).isEmpty();
        assertThat(Faults.of(Map.of("VESTIBULE_MODE", "live", "VESTIBULE_PUBLIC_URL", "http://sign-in.example.com")))
                .satisfiesExactly(
                        smtp -> assertThat(smtp)
                                .startsWith("VESTIBULE_SMTP_URL: missing, and required in live mode; give smtp://"),
                        url -> assertThat(url)
                                .startsWith("VESTIBULE_PUBLIC_URL: links in mail must be https in live mode"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1", "http://[::1]:80/x"})
    void live_mode_takes_http_on_loopback(String url) {
        assertThat(Faults.of(Map.of(
                        "VESTIBULE_MODE", "live",
                        "VESTIBULE_SMTP_URL", "smtp://localhost",
                        "VESTIBULE_PUBLIC_URL", url)))
                .isEmpty();
    }

    @Test
    void a_setting_that_is_wrong_by_itself_is_told_once() {
        assertThat(Faults.of(Map.of("VESTIBULE_MODE", "live", "VESTIBULE_SMTP_URL", "x")))
                .hasSize(1);
        assertThat(Faults.of("VESTIBULE_MODE", "x")).hasSize(1);
        assertThat(Faults.of(Map.of("VESTIBULE_DATABASE_URL", "jdbc:postgresql:x", "VESTIBULE_MASTER_KEY", "x")))
                .hasSize(1);
        assertThat(Faults.of(Map.of("VESTIBULE_DATABASE_URL", "x", "VESTIBULE_DATABASE_USER", "x")))
                .hasSize(1);
    }

    @Test
    void a_database_server_takes_a_master_key() {
        assertThat(Faults.of("VESTIBULE_DATABASE_URL", "jdbc:postgresql://db/vestibule"))
                .singleElement()
                .asString()
                .startsWith(
                        "VESTIBULE_MASTER_KEY: missing, and required with VESTIBULE_DATABASE_URL; give 32 random bytes");
    }

    @Test
    void database_credentials_go_with_a_url_and_stand_once() {
        assertThat(Faults.of(Map.of("VESTIBULE_DATABASE_USER", "u", "VESTIBULE_DATABASE_PASSWORD", "p")))
                .isEqualTo(List.of(
                        "VESTIBULE_DATABASE_USER: the embedded database has none; give VESTIBULE_DATABASE_URL, or remove it",
                        "VESTIBULE_DATABASE_PASSWORD: the embedded database has none; give VESTIBULE_DATABASE_URL, or remove"
                                + " it"));
        assertThat(Faults.of(Map.of(
                        "VESTIBULE_DATABASE_URL", "postgresql://u:p@db/x",
                        "VESTIBULE_DATABASE_PASSWORD", "p",
                        "VESTIBULE_MASTER_KEY", "0".repeat(64))))
                .containsExactly(
                        "VESTIBULE_DATABASE_PASSWORD: VESTIBULE_DATABASE_URL names one too; keep one of the two");
    }

    @Test
    void dkim_takes_all_three_or_none() {
        assertThat(Faults.of("VESTIBULE_MAIL_DKIM_DOMAIN", "example.com"))
                .containsExactly(
                        "VESTIBULE_MAIL_DKIM_SELECTOR: missing; DKIM takes domain, selector and key: give all three"
                                + " or none");
    }
}
