package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Operators;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of a portal's mail: its own, ours, what they look like, and one to try. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailTextPageTest {
    private static final String MAILS = "/console/portals/1/mails";
    private static final String RESET = MAILS + "/reset/es";

    private final GreenMail smtp = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private Consoles consoles;
    private Operators.Ready ann;
    private Browser owner;

    @BeforeAll
    void start() {
        smtp.start();
        consoles = new Consoles(Map.of(
                "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:" + smtp.getSmtp().getPort()));
        ann = consoles.operator(Role.OWNER, PortalScope.ALL);
        owner = consoles.browser(ann);
    }

    @AfterAll
    void stop() {
        consoles.close();
        smtp.stop();
    }

    @Test
    void every_mail_is_listed_in_every_language_and_leads_to_its_page() {
        Page list = owner.get(MAILS);
        List<String> links = list.links().stream()
                .filter(link -> link.startsWith(MAILS + "/"))
                .toList();
        assertThat(links).hasSize(15 * 4);
        for (String link : links) {
            Page preview = owner.get(link + "/preview");
            assertThat(preview.status()).as(link).isEqualTo(200);
            assertThat(preview.body()).as(link).contains("lang=\"" + link.substring(link.length() - 2) + "\"");
        }
        assertThat(owner.get(MAILS + "/reset/it").status()).isEqualTo(404);
        assertThat(owner.get(MAILS + "/spam/en").status()).isEqualTo(404);
    }

    @Test
    void a_portal_says_it_in_its_own_words_and_in_ours_again() {
        Page page = owner.get(RESET);
        assertThat(page.body()).contains("placeholder=\"Elija una nueva contraseña para {portal}\"");
        Map<String, String> words =
                Map.of("subject", "Clave de {portal}", "introduction", "Hola.\r\n\r\n¡Ya! <3", "reason", "tone");
        Page done = owner.follow(owner.submit(page, RESET, words));
        assertThat(done.body()).contains("The next mail has these words.");
        assertThat(done.form(RESET).fields())
                .containsEntry("subject", "Clave de {portal}")
                .containsEntry("introduction", "Hola. ¡Ya! <3");
        assertThat(owner.get(RESET + "/preview").body()).contains("Clave de Demo portal");
        assertThat(owner.get(MAILS).body()).contains("own words");
        Page stale = owner.submit(page, RESET, Map.of("subject", "Tarde", "reason", "late"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.body()).contains("Clave de {portal}", "value=\"Tarde\"");
        String again = RESET + "/built-in";
        assertThat(owner.submit(done, again, Map.of("reason", "")).alert()).startsWith("Say why");
        assertThat(owner.follow(owner.submit(done, again, Map.of("reason", "ours are fine")))
                        .body())
                .contains("The next mail has our words again.");
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event in ('mail_text_set', 'mail_text_cleared') and portal_id = 1"
                                + " and detail ->> 'reason' in ('tone', 'ours are fine')"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject      | a¶Bcc: x@example.com        | The subject must be one line
            subject      | {name}, hello               | The subject has {name}, and may have {portal}, {address}, {time}.
            introduction | <a href="https://x">x</a>   | The introduction is plain text
            introduction | {portal                     | The introduction has {portal,
            """)
    void words_that_can_be_none_are_refused_and_kept(String field, String value, String why) {
        String typed = value.replace("¶", "\r\n");
        Page refused = owner.submit(owner.get(RESET), RESET, Map.of(field, typed, "reason", "r"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).startsWith(why);
        Page preview = owner.post(RESET + "/preview", Map.of(field, typed));
        assertThat(preview.status()).isEqualTo(422);
        assertThat(preview.body()).contains("class=\"fault\"");
        assertThat(owner.post(RESET + "/test", Map.of(field, typed, "words", "typed"))
                        .alert())
                .startsWith(why);
        assertThat(smtp.getReceivedMessagesForDomain("evil.example")).isEmpty();
    }

    @Test
    void a_test_mail_arrives_in_each_language_at_the_operators_address_alone() throws Exception {
        Map<String, String> subjects = Map.of(
                "en", "Your sign-in link for Demo portal",
                "de", "Ihr Anmeldelink für Demo portal",
                "es", "Su enlace de acceso a Demo portal",
                "fr", "Votre lien de connexion à Demo portal");
        for (Map.Entry<String, String> expected : subjects.entrySet()) {
            String path = MAILS + "/sign-in/" + expected.getKey();
            smtp.purgeEmailFromAllMailboxes();
            Page sent = owner.post(path + "/test", Map.of("words", "typed", "to", "victim@evil.example"));
            assertThat(sent.body()).contains("The mail server took the mail to " + ann.email());
            assertThat(smtp.getReceivedMessages()).hasSize(1);
            MimeMessage mail = smtp.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo(expected.getValue());
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getAllRecipients()[0]).hasToString(ann.email());
        }
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'mail_tested' and actor_id = ?", ann.id()))
                .isEqualTo(4);
        assertThat(consoles.installation.count("select count(*) from outbox where purpose = 'sign-in'"))
                .isZero();
        Page own = owner.post(
                MAILS + "/code/en/test", Map.of("words", "typed", "subject", "Probe of {portal}", "reason", "try"));
        assertThat(own.form(MAILS + "/code/en").fields()).containsEntry("subject", "Probe of {portal}");
        assertThat(smtp.getReceivedMessages()[1].getSubject()).isEqualTo("Probe of Demo portal");
    }

    @Test
    void a_mail_server_that_is_away_is_told() {
        try (Consoles away = new Consoles(Map.of("VESTIBULE_SMTP_URL", "smtp://127.0.0.1:1"))) {
            Page refused = away.browser(Role.OWNER).post(MAILS + "/code/en/test", Map.of("words", "typed"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.alert()).startsWith("The mail server didn't take it: The server can't be reached");
        }
    }

    @Test
    void whoever_may_not_change_it_sees_it() {
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get(RESET).body())
                .contains("inherited from Vestibule", "iframe")
                .doesNotContain("Send it to me");
        assertThat(viewer.get(RESET + "/preview").status()).isEqualTo(200);
        assertThat(viewer.post(RESET, Map.of("subject", "x", "reason", "r")).status())
                .isEqualTo(403);
        assertThat(viewer.post(RESET + "/test", Map.of()).status()).isEqualTo(403);
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        for (String path : List.of(MAILS, RESET, RESET + "/preview")) {
            assertThat(other.get(path).status()).as(path).isEqualTo(404);
        }
        for (String path : List.of(RESET, RESET + "/test", RESET + "/built-in", RESET + "/preview")) {
            assertThat(other.post(path, Map.of("reason", "r")).status())
                    .as(path)
                    .isEqualTo(404);
        }
    }
}
