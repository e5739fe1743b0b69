package io.vestibule.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpServerTest {

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example.com, false, mail.example.com, 587, false",
        "smtp://127.0.0.1:3025/, false, 127.0.0.1, 3025, true",
        "smtp://localhost:25, false, localhost, 25, true",
        "smtp://[::1]:25, false, ::1, 25, true",
        "SMTPS://mail.example.com, true, mail.example.com, 465, false",
        "smtp://127.0.0.1.example.com:25, false, 127.0.0.1.example.com, 25, false",
    })
    void theUrlSaysWhereTheServerIs(String text, boolean tls, String host, int port, boolean loopback) {
        SmtpServer url = SmtpServer.parse(text);

        assertThat(url).isEqualTo(new SmtpServer(host, port, tls, null, null));
        assertThat(url.isLoopback()).isEqualTo(loopback);
    }

    @Test
    void userAndPasswordArePercentEncodedAndNeverPrinted() {
        SmtpServer url = SmtpServer.parse("smtp://me%40example.com:p%3Aa+%25@mail.example.com");

        assertThat(url.user()).isEqualTo("me@example.com");
        assertThat(url.password()).isEqualTo(Secret.of("p:a+%"));
        assertThat(url.toString()).doesNotContain("p:a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.example.com",
                "http://mail.example.com",
                "smtp:///",
                "smtp://hunter2@mail.example.com",
                "smtp://a:hunter2@mail example",
                "smtp://a:hunter2@mail.example.com/x",
                "smtp://mail.example.com?password=hunter2"
            })
    void anythingElseIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> SmtpServer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(
                        fault -> assertThat(String.valueOf(fault.getMessage())).doesNotContain("hunter2"));
    }
}
