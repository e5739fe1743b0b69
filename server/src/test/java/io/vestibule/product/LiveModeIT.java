package io.vestibule.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.json.Json;
import io.vestibule.support.TestDatabases;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node in live mode, on a database of its own operator's, with a mail server. */
class LiveModeIT {

    @Test
    void it_mails_by_smtp_and_writes_its_log_as_json_lines() throws Exception {
        GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());
        smtp.start();
        TestDatabases.Place place = TestDatabases.empty();
        Map<String, String> settings = new HashMap<>(Map.of(
                "VESTIBULE_DATABASE_URL",
                place.url(),
                "VESTIBULE_DATABASE_USER",
                place.user(),
                "VESTIBULE_DATABASE_PASSWORD",
                place.password(),
                "VESTIBULE_MASTER_KEY",
                TestDatabases.MASTER_KEY,
                "VESTIBULE_SMTP_URL",
                "smtp://127.0.0.1:" + smtp.getSmtp().getPort(),
                "VESTIBULE_HTTP_PORT",
                "0",
                "VESTIBULE_MANAGEMENT_PORT",
                "0"));
        assertThat(Vestibule.run(settings, "portal", "add", "Live").exit()).isZero();

        try (RunningServer server = RunningServer.of(settings, "serve")) {
            var registered = server.client()
                    .post(
                            "/api/rest/portal/password-register",
                            Map.of("X-Request-Id", "told-by-the-client"),
                            "{\"email\":\"live@example.com\",\"password\":\"a fine long one\"}");
            assertThat(registered.status()).isEqualTo(201);

            assertThat(smtp.waitForIncomingEmail(30_000, 1)).isTrue();
            var mail = smtp.getReceivedMessages()[0];
            assertThat(mail.getAllRecipients()[0]).hasToString("live@example.com");
            assertThat(mail.getContent()).isInstanceOf(MimeMultipart.class);
            assertThat(server.stop()).isEqualTo(143);

            List<Json.Object> lines = server.lines().stream()
                    .map(line -> (Json.Object) Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
            assertThat(lines)
                    .isNotEmpty()
                    .allSatisfy(
                            line -> assertThat(line.fields()).containsKeys("timestamp", "level", "logger", "message"));
            assertThat(lines)
                    .filteredOn(line -> line.text("logger").orElse("").equals("access"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.text("request")).contains("told-by-the-client"));
            assertThat(server.lines()).noneMatch(line -> line.contains("live@example.com") || line.contains("fine"));
        } finally {
            smtp.stop();
        }
    }
}
