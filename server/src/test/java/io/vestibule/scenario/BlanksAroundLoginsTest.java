package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blanks around a login count nowhere: telephones' keyboards add one behind each word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlanksAroundLoginsTest {
    private static final String KEAZE = "/api/rest/portal/";
    private static final Map<String, String> SONAR = Client.basic("demo", "demo-secret");

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @ParameterizedTest
    @EnumSource
    void they_do_not_count_at_a_sign_in(SignInDialect dialect) {
        for (String login : new String[] {
            "john.doe@example.com ", " John.Doe@example.com", "\u00a0testtest123\u00a0", "  TESTTEST123  "
        }) {
            Reply reply = dialect.signIn(server, login, "correct horse 9");
            assertThat(dialect.admits(reply)).as(login + ": " + reply).isTrue();
        }
        assertThat(dialect.refuses(dialect.signIn(server, "john.doe @example.com", "correct horse 9")))
                .as("inside they do")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void failures_with_and_without_them_are_one_count(SignInDialect dialect) {
        installation.sql("delete from lockout");
        for (String login : new String[] {"nobody@example.com", " nobody@example.com", "nobody@example.com "}) {
            dialect.signIn(server, login, "wrong");
        }
        assertThat(installation.count("select max(failures) from lockout")).isEqualTo(3);
        assertThat(installation.count("select count(*) from lockout")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"passwordless-access", "passwordless-login", "passwordless-change-email", "forgot-password"})
    void a_link_is_mailed_all_the_same(String call) {
        Reply reply = server.post(
                KEAZE + call, "{\"email\":\" john.doe@example.com\\u00a0\",\"url\":\"https://portal.example.com/in\"}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("magicLink")).contains("/in/2/");
    }

    @ParameterizedTest
    @CsvSource({"testtest123", "john.doe@example.com"})
    void logicboxes_finds_and_mails(String login) {
        long before = installation.count("select count(*) from link where purpose = 'reset' and customer_id = 2");

        assertThat(reseller("GET", "forgot-password.json", "+" + login + "+").body())
                .isEqualTo("true");
        assertThat(installation.count("select count(*) from link where purpose = 'reset' and customer_id = 2"))
                .isEqualTo(before + 1);
        assertThat(reseller("GET", "details.json", login + "+").text("customerid"))
                .isEqualTo("2");
        assertThat(reseller("GET", "search.json", "%C2%A0" + login + "+").text("recsindb"))
                .isEqualTo("1");
        assertThat(reseller("POST", "modify.json", "+testtest123+&customer-id=2")
                        .body())
                .as("the username as it is shown changes nothing")
                .isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({"john.doe@example.com, 2", "someone@example.com, 1"})
    void sonar_looks_up(String address, String contact) {
        Reply found = server.post(
                "/api/v1/customer_portal/email_lookup",
                SONAR,
                contact.equals("2")
                        ? "{\"email_address\":\" " + address + " \",\"check_if_available\":false}"
                        : "{\"email_address\":\" " + address + " \"}");
        assertThat(found.status()).as(found.body()).isEqualTo(201);
        assertThat(found.text("data", "contact_id")).isEqualTo(contact);
    }

    @Test
    void sonar_takes_a_username_without_them() {
        long id = StoredCustomer.of("newcomer@example.com").store(installation);
        long account = installation.count("select account_id from customer where id = ?", id);

        Reply changed = server.json(
                "PATCH",
                "/api/v1/accounts/" + account + "/contacts/" + id,
                SONAR,
                "{\"username\":\" newcomer \",\"password\":\"correct horse 9\"}");

        assertThat(changed.text("data", "username")).isEqualTo("newcomer");
        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server, "newcomer ", "correct horse 9")))
                .isTrue();
    }

    private Reply reseller(String method, String call, String username) {
        return server.exchange(
                method,
                "/api/customers/%s?auth-userid=1&api-key=demo-key&username=%s".formatted(call, username),
                Map.of(),
                null);
    }
}
