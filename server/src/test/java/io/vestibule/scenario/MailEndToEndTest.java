package io.vestibule.scenario;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a request to a link followed out of a real mail, over SMTP; two servers on one database share the outbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailEndToEndTest {
    private static final String API = "/api/rest/portal/";
    private static final int SMTP = freePort();

    private final Installation installation = Installation.demo(Map.of(
            "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:" + SMTP,
            "VESTIBULE_LIMIT_MAIL_ADDRESS_BURST", "1000",
            "VESTIBULE_LIMIT_MAIL_CALLER_BURST", "1000",
            "VESTIBULE_LIMIT_LOOK_UP_NETWORK_BURST", "1000"));
    private GreenMail smtp;
    private Client server;

    @BeforeAll
    void start() {
        smtp = listening();
        server = installation.node();
        installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
        smtp.stop();
    }

    @Test
    void access_mails_a_link_that_signs_in_in_the_language_of_the_browser() {
        ask("passwordless-access", "Mia@Example.com", "de-DE,de;q=0.9");
        Mail mail = only("Mia@Example.com");
        assertThat(mail.subject()).isEqualTo("Ihr Anmeldelink für Demo portal");
        assertThat(server.get(API + "auth-token" + mail.link(), Map.of()).text("accessToken"))
                .isNotEmpty();
        assertThat(server.get(API + "auth-token" + mail.link(), Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void register_mails_a_link_that_signs_in() {
        ask("passwordless-register", "noa@example.com", "fr");
        Mail mail = only("noa@example.com");
        assertThat(mail.html()).contains("<html lang=\"fr\">");
        assertThat(server.get(API + "auth-token" + mail.link(), Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void login_mails_the_address_that_is_stored_and_not_the_one_that_was_typed() {
        ask("passwordless-access", "Stored.Spelling@example.com", "en");
        only("Stored.Spelling@example.com");
        ask("passwordless-login", "STORED.spelling@EXAMPLE.com", "en");
        List<Mail> mails = mails("Stored.Spelling@example.com", 2);
        assertThat(mails).extracting(Mail::to).containsOnly("Stored.Spelling@example.com");
        assertThat(server.get(API + "auth-token" + mails.get(1).link(), Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void password_register_mails_a_link_to_our_page_that_verifies() {
        server.post(
                API + "password-register",
                Map.of("Accept-Language", "es"),
                "{\"email\":\"eva@example.com\",\"password\":\"a fine long one\"}");
        Mail mail = only("eva@example.com");
        assertThat(mail.html()).contains("<html lang=\"es\">");
        String page = mail.whole("http://localhost:8080/verify/");
        assertThat(server.exchange("POST", page.substring("http://localhost:8080".length()), Map.of(), null)
                        .status())
                .isEqualTo(200);
        assertThat(
                        installation.count(
                                "select count(*) from customer where email = 'eva@example.com' and email_verified_at is not null"))
                .isEqualTo(1);
    }

    @Test
    void forgot_password_mails_a_link_that_resets_and_a_notice_follows() {
        ask("passwordless-access", "kim@example.com", "en");
        only("kim@example.com");
        ask("forgot-password", "kim@example.com", "en");
        Mail mail = mails("kim@example.com", 2).get(1);
        assertThat(mail.subject()).isEqualTo("Choose a new password for Demo portal");
        assertThat(server.post(API + "reset-password" + mail.link(), "{\"newPassword\":\"a wholly new one\"}")
                        .status())
                .isEqualTo(200);
        assertThat(mails("kim@example.com", 3).get(2).subject()).isEqualTo("Your password for Demo portal was changed");
        assertThat(server.post(
                                API + "password-login",
                                "{\"email\":\"kim@example.com\",\"password\":\"a wholly new one\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_reseller_has_a_link_mailed_that_leads_to_our_page_for_a_new_password() {
        ask("passwordless-access", "ida@example.com", "en");
        only("ida@example.com");
        String reseller = "?auth-userid=1&api-key=demo-key&username=ida@example.com";
        assertThat(server.get("/api/customers/forgot-password.json" + reseller, Map.of())
                        .body())
                .isEqualTo("true");
        Mail mail = mails("ida@example.com", 2).get(1);
        assertThat(mail.subject()).isEqualTo("Choose a new password for Demo portal");
        String page = mail.whole("http://localhost:8080/reset/").substring("http://localhost:8080".length());
        assertThat(server.get(page, Map.of()).status()).isEqualTo(200);
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        assertThat(server.exchange("POST", page, form, "password=a+wholly+new+one")
                        .status())
                .isEqualTo(200);
        assertThat(server.exchange(
                                "POST",
                                "/api/customers/v2/authenticate.json" + reseller + "&passwd=a+wholly+new+one",
                                Map.of(),
                                null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void forgot_password_mails_nobody_whom_we_do_not_know_or_who_is_disabled() {
        ask("forgot-password", "nobody@example.com", "en");
        ask("forgot-password", "disabled@example.com", "en");
        ask("passwordless-access", "after@example.com", "en");
        only("after@example.com");
        assertThat(received("nobody@example.com")).isEmpty();
        assertThat(received("disabled@example.com")).isEmpty();
    }

    @Test
    void change_of_address_tells_both_and_the_new_one_verifies() {
        ask("passwordless-access", "old@example.com", "en");
        only("old@example.com");
        ask("passwordless-change-email", "old@example.com", "en");
        Mail mail = mails("old@example.com", 2).get(1);
        Reply changed = server.json(
                "PATCH",
                API + "passwordless-change-email" + mail.link(),
                Map.of(),
                "{\"currentEmail\":\"old@example.com\",\"newEmail\":\"new@example.com\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(mails("old@example.com", 3).get(2).subject())
                .isEqualTo("Your email address for Demo portal was changed");
        String page = only("new@example.com").whole("http://localhost:8080/verify/");
        assertThat(server.exchange("POST", page.substring("http://localhost:8080".length()), Map.of(), null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_first_sign_in_link_of_a_squatted_address_says_that_a_password_was_dropped() {
        server.post(API + "password-register", "{\"email\":\"sam@example.com\",\"password\":\"a squatter's one\"}");
        only("sam@example.com");
        ask("passwordless-login", "sam@example.com", "en");
        Mail mail = mails("sam@example.com", 2).get(1);
        assertThat(server.get(API + "auth-token" + mail.link(), Map.of()).status())
                .isEqualTo(200);
        assertThat(mails("sam@example.com", 3).get(2).subject()).isEqualTo("Your password for Demo portal was removed");
    }

    @Test
    void mail_that_is_out_has_left_nothing_sealed_and_nothing_in_clear() {
        ask("passwordless-access", "sealed@example.com", "en");
        String token = only("sealed@example.com").link().replaceFirst("/[0-9]+/", "");
        awaitSent("sealed@example.com");
        assertThat(installation.count("""
                        select count(*) from outbox where sent_at is not null and (sealed is not null or fault is not null)
                        """)).isZero();
        assertThat(installation.count(
                        "select count(*) from (select o::text as t from outbox o union all select l::text from link l"
                                + " union all select a::text from audit_event a) r where position(? in t) > 0",
                        token))
                .isZero();
    }

    /** Requests don't wait for SMTP, and what they promised arrives once it is back: each mail once, from whichever server. */
    @Test
    void mail_of_an_outage_arrives_afterwards() {
        try (Installation lonely = Installation.demo(Map.of(
                "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:" + freePort(), "VESTIBULE_LIMIT_MAIL_CALLER_BURST", "1000"))) {
            Client accepts = lonely.node();
            assertThat(accepts.post(
                                    API + "passwordless-access",
                                    "{\"url\":\"http://localhost:3000/\",\"email\":\"late@example.com\"}")
                            .status())
                    .isEqualTo(201);
            assertThat(lonely.count("select count(*) from outbox where sent_at is null and sealed is not null"))
                    .isEqualTo(1);
            lonely.node(Map.of("VESTIBULE_SMTP_URL", "smtp://127.0.0.1:" + SMTP));
            only("late@example.com");
        }
    }

    @Test
    void two_servers_send_each_mail_once() {
        for (int i = 0; i < 20; i++) {
            ask("passwordless-access", "twin" + i + "@example.com", "en");
        }
        for (int i = 0; i < 20; i++) {
            only("twin" + i + "@example.com");
            awaitSent("twin" + i + "@example.com");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(received("twin" + i + "@example.com")).hasSize(1);
        }
    }

    private record Mail(String to, String subject, String html) {
        /** {@code /id/token} of the link to the portal. */
        String link() {
            return whole("http://localhost:3000/").substring("http://localhost:3000".length());
        }

        String whole(String start) {
            Matcher link = Pattern.compile(Pattern.quote("href=\"" + start) + "([^\"]+)\"")
                    .matcher(html);
            assertThat(link.find()).as(html).isTrue();
            return start + link.group(1);
        }
    }

    private void ask(String call, String email, String language) {
        Reply reply = server.post(
                API + call,
                Map.of("Accept-Language", language),
                "{\"url\":\"http://localhost:3000/\",\"email\":\"" + email + "\"}");
        assertThat(reply.status()).as(reply.body()).isBetween(200, 201);
    }

    private Mail only(String to) {
        return mails(to, 1).getFirst();
    }

    /** The mails to an address, in the order they came, once there are that many. */
    private List<Mail> mails(String to, int count) {
        for (int expected = smtp.getReceivedMessages().length; received(to).size() < count; expected++) {
            assertThat(smtp.waitForIncomingEmail(20_000, expected + 1))
                    .as("mail to " + to)
                    .isTrue();
        }
        assertThat(received(to)).hasSize(count);
        return received(to);
    }

    private List<Mail> received(String to) {
        return Arrays.stream(smtp.getReceivedMessages())
                .map(MailEndToEndTest::mail)
                .filter(mail -> mail.to().equals(to))
                .toList();
    }

    private static Mail mail(MimeMessage message) {
        try {
            return new Mail(message.getAllRecipients()[0].toString(), message.getSubject(), html(message.getContent()));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String html(Object content) throws MessagingException, IOException {
        String found = "";
        if (content instanceof MimeMultipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                found += html(parts.getBodyPart(i).getContent());
            }
        }
        return content instanceof String text && text.contains("<html") ? text : found;
    }

    private void awaitSent(String email) {
        until(() -> installation.count("""
                select count(*) from outbox o join customer c on c.id = o.customer_id where c.email = ? and o.sent_at is null
                """, email) == 0);
    }

    private static GreenMail listening() {
        GreenMail mail = new GreenMail(new ServerSetup(SMTP, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        return mail;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
