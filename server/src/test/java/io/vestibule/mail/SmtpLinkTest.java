package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.SmtpServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmtpLinkTest {
    @Test
    void aPasswordNeverTravelsWithoutTls() {
        assertThat(properties("smtp://u:p@mail.example.com"))
                .containsEntry("mail.smtp.starttls.enable", "true")
                .containsEntry("mail.smtp.starttls.required", "true");
        assertThat(properties("smtp://mail.example.com"))
                .containsEntry("mail.smtp.starttls.enable", "true")
                .containsEntry("mail.smtp.starttls.required", "false");
        assertThat(properties("smtp://u:p@127.0.0.1")).doesNotContainKey("mail.smtp.starttls.enable");
    }

    private static Map<Object, Object> properties(String url) {
        return SmtpLink.properties(SmtpServer.parse(url));
    }
}
