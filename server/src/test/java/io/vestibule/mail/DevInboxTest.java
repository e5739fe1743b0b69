package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DevInboxTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final DevInbox inbox = new DevInbox(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void itShowsWhatTheReaderWouldGet() {
        RenderedMail mail = Samples.rendered(MailPurpose.SIGN_IN, "en");

        assertThat(inbox.open().send(mail)).isEqualTo(new Transport.Sent());

        assertThat(inbox.newestFirst())
                .containsExactly(
                        new DevInbox.Delivered(NOW, mail.to(), mail.subject(), mail.html(), mail.text(), Samples.LINK));
    }

    @Test
    void itKeepsTheLast200NewestFirst() {
        for (int i = 1; i <= 201; i++) {
            inbox.open().send(Samples.rendered("a@example.com", "mail " + i));
        }

        assertThat(inbox.newestFirst()).hasSize(200);
        assertThat(inbox.newestFirst().getFirst().subject()).isEqualTo("mail 201");
        assertThat(inbox.newestFirst().getLast().subject()).isEqualTo("mail 2");
    }
}
