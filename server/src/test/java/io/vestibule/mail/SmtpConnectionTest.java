package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.SmtpServer;
import io.vestibule.mail.ScriptedSmtp.Conversation;
import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Deferred;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Refused;
import io.vestibule.mail.Transport.Sent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several mails on one connection, with servers that say what real ones do. */
class SmtpConnectionTest {
    private final ScriptedSmtp server = new ScriptedSmtp();

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    private List<Outcome> send(String... recipients) {
        List<Outcome> outcomes = new ArrayList<>();
        try (Transport.Connection connection = server.transport().open()) {
            for (String recipient : recipients) {
                outcomes.add(connection.send(Samples.rendered(recipient, "Hello")));
            }
        }
        return outcomes;
    }

    @Test
    void a_connection_carries_ten_mails() {
        String[] recipients = new String[25];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = i + "@example.com";
        }

        assertThat(send(recipients)).hasSize(25).containsOnly(new Sent());

        assertThat(server.recipients()).containsExactly(recipients);
        assertThat(server.conversations().stream().map(Conversation::carried)).containsExactly(10, 10, 5);
        assertThat(server.commands("QUIT")).isEqualTo(3);
    }

    /**
     * Answers in the form of OpenSMTPD's limits of a session, Exim's smtp_accept_max_per_connection, Postfix's 421 after a timeout
     * or too many errors, a relay that says it by 5xx, and a firewall that forgets idle connections.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    MAIL, 452 4.5.3 Too many messages sent
                    MAIL, 421 too many messages in this connection
                    MAIL, 421 4.4.2 Error: timeout exceeded
                    MAIL, 550 5.7.0 Too many messages in this session
                    MAIL, drop
                    RCPT, 452 4.5.3 Too many recipients
                    RCPT, 450 4.7.1 Error: too much mail
                    RCPT, 554 5.7.1 Too many messages in this session
                    RCPT, drop
                    DATA, 451 4.3.0 Error: queue file write error
                    ., 451 4.7.1 Try again later
                    """)
    void what_is_said_on_a_reused_connection_means_a_new_one_and_is_not_the_mails_fault(String command, String answer) {
        server.follow((conversation, line) -> conversation.carried() >= 2 && line.startsWith(command) ? answer : null);

        assertThat(send("a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com"))
                .containsOnly(new Sent());

        assertThat(server.recipients())
                .containsExactly("a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com");
        assertThat(server.conversations().stream().map(Conversation::carried)).containsExactly(2, 2, 1);
    }

    @Test
    void what_a_new_connection_says_counts() {
        server.refuse("slow@example.com", "450 4.2.0 Greylisted");
        server.refuse("gone@example.com", "550 5.1.1 User unknown");

        List<Outcome> outcomes = send("a@example.com", "slow@example.com", "b@example.com", "gone@example.com");

        assertThat(outcomes.get(1)).isInstanceOf(Deferred.class);
        assertThat(outcomes.get(3)).isInstanceOf(Refused.class);
        assertThat(server.recipients()).containsExactly("a@example.com", "b@example.com");
        assertThat(server.commands("RCPT TO:<slow@")).isEqualTo(2);
        assertThat(server.commands("RCPT TO:<gone@")).isEqualTo(1);
    }

    /** The mail may have been taken: sending it again at once would make two of it, again and again. */
    @Test
    void an_answer_that_is_lost_after_the_mail_was_sent_is_no_reason_to_send_it_twice_at_once() {
        server.follow((conversation, line) -> conversation.carried() == 1 && line.equals(".") ? "drop" : null);

        assertThat(send("a@example.com", "b@example.com").get(1)).isInstanceOf(Deferred.class);

        assertThat(server.commands("DATA")).isEqualTo(2);
    }

    @Test
    void a_server_that_goes_away_between_two_mails_is_away() {
        server.follow((conversation, line) -> (conversation.carried() == 1 && line.startsWith("MAIL"))
                        || (server.conversations().size() > 1 && line.isEmpty())
                ? "421 4.3.2 Service shutting down"
                : null);

        assertThat(send("a@example.com", "b@example.com").get(1)).isInstanceOf(Away.class);
    }

    @Test
    void the_server_is_told_the_name_that_was_set_or_the_host_of_the_public_url() {
        send("a@example.com");
        assertThat(server.conversations().getFirst().lines()).first().isEqualTo("EHLO mail.portal.example");

        assertThat(EhloName.of("mx.example.org", URI.create("https://id.example.com")))
                .isEqualTo(new EhloName("mx.example.org"));
        assertThat(EhloName.of(null, URI.create("https://id.example.com:8443/path")))
                .isEqualTo(new EhloName("id.example.com"));
    }

    /** RFC 5321, 4.1.4 and 4.1.3; Postfix refuses names without a domain (reject_non_fqdn_helo_hostname). */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    http://localhost:8080, smtp://127.0.0.1:25, [127.0.0.1]
                    http://vestibule, smtp://127.0.0.1:25, [127.0.0.1]
                    http://192.0.2.7, smtp://127.0.0.1:25, [127.0.0.1]
                    http://[2001:db8::7]:8080, smtp://127.0.0.1:25, [127.0.0.1]
                    http://localhost:8080, smtp://[::1]:25, [IPv6:0:0:0:0:0:0:0:1]
                    """)
    void without_a_full_name_the_server_is_told_the_address(URI publicUrl, String smtp, String told) {
        assertThat(EhloName.of(null, publicUrl).towards(SmtpServer.parse(smtp))).isEqualTo(told);
    }
}
