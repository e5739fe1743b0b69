package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Operators;
import io.vestibule.support.Reply;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of a portal's mail, by the admin API, up to what comes out of SMTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailTextsApiTest {
    private static final String TEXTS = "/portals/1/mail-texts";
    private static final String CODE = TEXTS + "/code/de";

    private final GreenMail smtp = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private Installation installation;
    private Client server;
    private Admin owner;
    private Admin other;
    private Operators operators;

    @BeforeAll
    void start() {
        smtp.start();
        Map<String, String> settings = new HashMap<>(Generous.limits());
        settings.put("VESTIBULE_SMTP_URL", "smtp://127.0.0.1:" + smtp.getSmtp().getPort());
        settings.put("VESTIBULE_LIMIT_MAIL_CALLER_BURST", "5");
        installation = Installation.demo(settings);
        server = installation.node();
        operators = new Operators(installation.place(), Generous.limits());
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        other = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(2L)));
    }

    @AfterAll
    void stop() {
        installation.close();
        smtp.stop();
    }

    private MimeMessage mailTo(String address) throws MessagingException {
        for (int i = 1; ; i++) {
            assertThat(smtp.waitForIncomingEmail(20_000, i))
                    .as("mail to " + address)
                    .isTrue();
            for (MimeMessage mail : smtp.getReceivedMessages()) {
                if (Arrays.toString(mail.getAllRecipients()).contains(address)) {
                    return mail;
                }
            }
        }
    }

    @Test
    void a_mail_has_the_portals_own_words_in_its_language_and_ours_in_the_others() throws Exception {
        String path = TEXTS + "/sign-in/fr";
        Reply set = owner.change(
                "PUT",
                path,
                "{\"subject\":\"Votre clé pour {portal}\",\"introduction\":\"Voici votre clé,\\r\\n{address} <3 \\\"ciao\\\".\"}");
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.text("introduction")).isEqualTo("Voici votre clé, {address} <3 \"ciao\".");
        assertThat(set.text("builtIn", "subject")).contains("{portal}");
        String login = "/api/rest/portal/passwordless-access";
        String ask = "{\"url\":\"https://portal.example.com/in\",\"email\":\"%s\"}";
        server.post(login, Map.of("Accept-Language", "fr"), ask.formatted("lea@example.com"));
        MimeMessage french = mailTo("lea@example.com");
        assertThat(french.getSubject()).isEqualTo("Votre clé pour Demo portal");
        assertThat(text(french)).contains("Voici votre clé, lea@example.com <3 \"ciao\".");
        server.post(login, Map.of("Accept-Language", "de"), ask.formatted("uwe@example.com"));
        assertThat(mailTo("uwe@example.com").getSubject()).isEqualTo("Ihr Anmeldelink für Demo portal");
        Reply cleared = owner.change("DELETE", path, null);
        assertThat(cleared.text("subject") + cleared.text("introduction")).isEqualTo("nullnull");
    }

    private static String text(MimeMessage mail) throws Exception {
        StringBuilder text = new StringBuilder();
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        for (int i = 0; i < parts.getCount(); i++) {
            Object content = parts.getBodyPart(i).getContent();
            text.append(
                    content instanceof MimeMultipart alternatives
                            ? alternatives.getBodyPart(0).getContent()
                            : content);
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"subject":"a\\r\\nBcc: x@example.com"}      | /subject      | one line
            {"subject":"a\\nb"}                          | /subject      | one line
            {"subject":"a\\u2028b"}                      | /subject      | one line
            {"subject":" "}                              | /subject      | must have a word
            {"subject":"Hi {name}"}                      | /subject      | has {name}, and may have {portal}, {address}, {time}
            {"subject":"Hi {portal"}                     | /subject      | has {portal
            {"introduction":"<b>Hello</b>"}              | /introduction | is plain text
            {"introduction":"a\\u0000b"}                 | /introduction | must be
            {"introduction":"a &amp; b"}                 | /introduction | is plain text
            {"introduction":7}                           | /introduction | must be a string
            {"intro":"x"}                                | /intro        | is not known
            """)
    void words_that_can_be_none_are_refused(String body, String pointer, String why) {
        for (String call : List.of("PUT", "POST")) {
            Reply refused = call.equals("PUT") ? owner.change(call, CODE, body) : owner.post(CODE + "/preview", body);
            assertThat(problem(refused)).isEqualTo("invalid 422");
            assertThat(refused.body()).contains("\"" + pointer + "\"", why);
        }
        assertThat(problem(owner.change("PUT", CODE, "{\"subject\":\"" + "x".repeat(151) + "\"}")))
                .isEqualTo("invalid 422");
    }

    @Test
    void a_change_wants_to_know_what_it_changes() {
        assertThat(problem(owner.send("PUT", CODE, Map.of(), "{}"))).isEqualTo("precondition-required 428");
        assertThat(problem(owner.send("PUT", CODE, Map.of("If-Match", "\"x\""), "{\"subject\":\"a\"}")))
                .isEqualTo("stale 412");
        assertThat(problem(owner.send("DELETE", CODE, Map.of("If-Match", "\"x\""), null)))
                .isEqualTo("stale 412");
        assertThat(problem(owner.get(TEXTS + "/code/it"))).isEqualTo("not-found 404");
        assertThat(problem(owner.get(TEXTS + "/spam/de"))).isEqualTo("not-found 404");
        assertThat(problem(other.get(CODE))).isEqualTo("not-found 404");
        assertThat(problem(other.get(TEXTS))).isEqualTo("not-found 404");
        assertThat(problem(other.post(CODE + "/preview", "{}"))).isEqualTo("not-found 404");
        assertThat(Admin.items(owner.get(TEXTS))).hasSize(60);
    }

    @Test
    void a_preview_shows_words_that_arent_stored_and_sends_nothing() {
        long audited = installation.count("select count(*) from audit_event");
        Reply preview = owner.post(TEXTS + "/reset/es/preview", "{\"introduction\":\"Hola & <3 {portal}\"}");
        assertThat(preview.status()).as(preview.body()).isEqualTo(200);
        assertThat(preview.text("html")).contains("Hola &amp; &lt;3 Demo portal", "lang=\"es\"");
        assertThat(preview.text("text")).contains("Hola & <3 Demo portal", "/sign-in/1");
        assertThat(preview.text("subject")).isEqualTo("Elija una nueva contraseña para Demo portal");
        assertThat(installation.count("select count(*) from audit_event")).isEqualTo(audited);
        assertThat(installation.count("select count(*) from outbox where purpose = 'reset'"))
                .isZero();
    }

    @Test
    void a_test_mail_goes_to_the_operator_who_asks_and_is_limited() throws Exception {
        assertThat(problem(owner.post(CODE + "/test", "{}"))).isEqualTo("forbidden 403");
        Operators.Ready ann = operators.ready("ann.test@example.com", Role.OWNER, PortalScope.ALL);
        Map<String, String> session = Map.of(
                "Cookie", "vestibule-console=" + operators.signIn(ann).cookie().reveal());
        String test = Admin.ROOT + CODE + "/test";
        Reply sent = server.post(test, session, "{\"subject\":\"Probe {portal}\"}");
        assertThat(sent.status()).as(sent.body()).isEqualTo(200);
        assertThat(sent.text("sentTo")).isEqualTo("ann.test@example.com");
        MimeMessage mail = mailTo("ann.test@example.com");
        assertThat(mail.getSubject()).isEqualTo("Probe Demo portal");
        assertThat(text(mail)).contains("12345678", "10 Minuten");
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'mail_tested' and actor_id = ? and portal_id = 1"
                                + " and detail ->> 'purpose' = 'code' and detail ->> 'language' = 'de'",
                        ann.id()))
                .isOne();
        for (int i = 1; i < 5; i++) {
            assertThat(server.post(test, session, "{}").status()).isEqualTo(200);
        }
        assertThat(problem(server.post(test, session, "{}"))).isEqualTo("throttled 429");
    }
}
