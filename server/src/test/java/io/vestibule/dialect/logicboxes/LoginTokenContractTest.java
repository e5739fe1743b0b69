package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.INVALID_TOKEN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JOHN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.LOGIN_TOKEN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static io.vestibule.dialect.logicboxes.LogicBoxes.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import io.vestibule.support.Together;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code generate-token}, {@code generate-login-token} and {@code authenticate-token}: signing in by redirect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTokenContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @BeforeEach
    void forgetFailures() {
        logicBoxes.installation.sql("delete from lockout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void generate_token_a_json_string_a_uuid(String verb) {
        Reply reply = logicBoxes.client.exchange(
                verb, "/api/customers/generate-token.json?" + DEMO + "&" + JOHN + "&ip=192.0.2.1", Map.of(), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).matches(LOGIN_TOKEN);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void generate_login_token_the_same_without_a_password(String verb) {
        Reply reply = logicBoxes.client.exchange(
                verb,
                "/api/customers/generate-login-token.json?" + DEMO + "&customer-id=2&ip=192.0.2.1",
                Map.of(),
                null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).matches(LOGIN_TOKEN);
    }

    @Test
    void in_xml_a_string() {
        assertThat(logicBoxes
                        .client
                        .get("/api/customers/generate-token.xml?" + DEMO + "&" + JOHN, Map.of())
                        .body())
                .matches("<string>" + LOGIN_TOKEN.replace("\"", "") + "</string>");
    }

    @Test
    void authenticate_token_the_details_map() {
        String token = logicBoxes.get("generate-token", JOHN).body().replace("\"", "");

        Reply reply = logicBoxes.redeem(token);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .isEqualTo(logicBoxes.get("details-by-id", "customer-id=2").json());
    }

    @Test
    void authenticate_token_by_post_and_in_xml() {
        assertThat(logicBoxes
                        .post("authenticate-token", "token=" + logicBoxes.loginToken(3, ""))
                        .text("customerid"))
                .isEqualTo("3");
        assertThat(logicBoxes
                        .client
                        .get(
                                "/api/customers/authenticate-token.xml?" + DEMO + "&token="
                                        + logicBoxes.loginToken(3, ""),
                                Map.of())
                        .body())
                .contains("<entry><string>customerid</string><string>3</string></entry>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authenticate-token", "authenticate-token-without-history"})
    void a_token_is_taken_in_the_quotes_that_json_gave_it(String call) {
        String token = logicBoxes.get("generate-login-token", "customer-id=3").body();

        assertThat(logicBoxes.get(call, "token=" + token.replace("\"", "%22")).text("customerid"))
                .isEqualTo("3");
        error(logicBoxes.get(call, "token=" + token.replace("\"", "%22")), 500, INVALID_TOKEN);
        token = logicBoxes.loginToken(3, "");
        for (String wrong : new String[] {"%22" + token, token + "%22", "%22%22" + token + "%22%22", "%22", "%22%22"}) {
            error(logicBoxes.get(call, "token=" + wrong), 500, INVALID_TOKEN);
        }
        assertThat(logicBoxes.get(call, "token=" + token).text("customerid")).isEqualTo("3");
    }

    @Test
    void authenticate_token_without_history_is_as_authenticate_token() {
        String token = logicBoxes.loginToken(2, "&ip=192.0.2.1");

        error(
                logicBoxes.get("authenticate-token-without-history", "token=" + token + "&ip=192.0.2.2"),
                500,
                INVALID_TOKEN);
        assertThat(logicBoxes
                        .post("authenticate-token-without-history", "token=" + token)
                        .json())
                .isEqualTo(logicBoxes.get("details-by-id", "customer-id=2").json());
        error(logicBoxes.redeem(token), 500, INVALID_TOKEN);
        assertThat(
                        logicBoxes.rows(
                                "audit_event where event = 'authn_login_success' and customer_id = 2 and detail ->> 'by' = 'token'"))
                .as("the audit trail is no history that anything is kept out of")
                .isPositive();
    }

    @Test
    void once() {
        String token = logicBoxes.loginToken(2, "");

        assertThat(logicBoxes.redeem(token).status()).isEqualTo(200);
        error(logicBoxes.redeem(token), 500, INVALID_TOKEN);
    }

    @Test
    void once_of_any_number_of_tries_at_once_on_two_nodes() {
        Client two = logicBoxes.installation.node();
        String path = "/api/customers/authenticate-token.json?" + DEMO + "&token=" + logicBoxes.loginToken(2, "");

        List<Reply> replies = Together.run(32, i -> (i % 2 == 0 ? logicBoxes.client : two).get(path, Map.of()));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allSatisfy(reply -> error(reply, 500, INVALID_TOKEN));
    }

    @Test
    void valid_for_120_seconds() {
        String token = logicBoxes.loginToken(2, "");
        assertThat(logicBoxes.installation.count(
                        "select count(*) from link where purpose = 'login-token' and expires_at > now() + interval '100 s'"
                                + " and expires_at <= now() + interval '120 s'"))
                .isPositive();
        logicBoxes.installation.sql("update link set expires_at = expires_at - interval '120 s'");

        error(logicBoxes.redeem(token), 500, INVALID_TOKEN);
    }

    @Test
    void each_token_is_another() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            tokens.add(logicBoxes.loginToken(2, ""));
        }
        assertThat(tokens).hasSize(20);
        tokens.forEach(token -> assertThat(logicBoxes.redeem(token).status()).isEqualTo(200));
    }

    @Test
    void the_token_itself_is_nowhere_in_the_database() {
        String token = logicBoxes.loginToken(2, "&ip=192.0.2.9");

        for (String table : new String[] {"link", "audit_event", "outbox"}) {
            assertThat(logicBoxes.installation.count(
                            "select count(*) from " + table + " t where t::text like '%" + token + "%'"))
                    .isZero();
        }
    }

    @Test
    void a_wrong_password_is_a_failed_login_and_counts() {
        failed(logicBoxes.get("generate-token", "username=testtest123&passwd=wrong"), 4);
        failed(logicBoxes.authenticate("testtest123", "wrong"), 3);
        failed(logicBoxes.post("generate-token", "username=nobody&passwd=wrong"), 4);
        for (int remaining = 2; remaining >= 0; remaining--) {
            failed(logicBoxes.get("generate-token", "username=testtest123&passwd=wrong"), remaining);
        }
        failed(logicBoxes.get("generate-token", JOHN), 0);
        assertThat(logicBoxes.rows("link where purpose = 'login-token' and expires_at > now() + interval '119 s'"))
                .as("tokens of failures")
                .isZero();
    }

    @Test
    void a_disabled_customer_is_refused_as_a_wrong_password_is() {
        failed(logicBoxes.get("generate-token", "username=disabled1&passwd=correct+horse+9"), 4);
        error(logicBoxes.get("generate-login-token", "customer-id=4"), 500, "The customer is suspended.");
    }

    @Test
    void who_was_disabled_meanwhile_does_not_come_in() {
        long id = logicBoxes.signUp("meanwhile@example.com");
        String token = logicBoxes.loginToken(id, "");
        logicBoxes.installation.sql("update customer set disabled_at = now() where id = ?", id);

        error(logicBoxes.redeem(token), 500, INVALID_TOKEN);

        logicBoxes.installation.sql("update customer set disabled_at = null where id = ?", id);
        assertThat(logicBoxes.redeem(token).status()).as("nothing was consumed").isEqualTo(200);
    }

    @Test
    void a_new_password_another_address_and_deletion_void_it() {
        long id = logicBoxes.signUp("void@example.com");

        String before = logicBoxes.loginToken(id, "");
        logicBoxes.post("change-password", "customer-id=" + id + "&new-passwd=another+fine+one");
        error(logicBoxes.redeem(before), 500, INVALID_TOKEN);

        before = logicBoxes.loginToken(id, "");
        logicBoxes.get("temp-password", "customer-id=" + id);
        error(logicBoxes.redeem(before), 500, INVALID_TOKEN);

        before = logicBoxes.loginToken(id, "");
        logicBoxes.post("modify", "customer-id=" + id + "&username=moved@example.com");
        error(logicBoxes.redeem(before), 500, INVALID_TOKEN);

        before = logicBoxes.loginToken(id, "");
        logicBoxes.post("delete", "customer-id=" + id);
        error(logicBoxes.redeem(before), 500, INVALID_TOKEN);
    }

    @Test
    void another_reseller_can_not_redeem_it() {
        String token = logicBoxes.loginToken(2, "");

        error(
                logicBoxes.client.get(
                        "/api/customers/authenticate-token.json?auth-userid=2&api-key=other-key&token=" + token,
                        Map.of()),
                500,
                INVALID_TOKEN);
        assertThat(logicBoxes.redeem(token).status()).as("nothing was consumed").isEqualTo(200);
    }

    @Test
    void it_is_no_link_and_no_link_is_one() {
        String token = logicBoxes.loginToken(2, "");
        assertThat(logicBoxes
                        .client
                        .get("/api/rest/portal/auth-token/2/" + token, Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(logicBoxes.redeem(token).status()).isEqualTo(200);

        String link = logicBoxes
                .client
                .post(
                        "/api/rest/portal/passwordless-login",
                        "{\"url\":\"http://localhost:3000/\",\"email\":\"john.doe@example.com\"}")
                .text("magicLink");
        error(logicBoxes.redeem(link.replaceFirst(".*/", "")), 500, INVALID_TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generate-token | | username, passwd",
                "generate-token | username=testtest123 | passwd",
                "generate-token | passwd=x&username= | username",
                "generate-login-token | | customer-id",
                "authenticate-token | token= | token"
            })
    void parameters_required(String call, String given, String missing) {
        error(logicBoxes.get(call, given == null ? "" : given), 500, "Required parameter missing: " + missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invented", "00000000-0000-4000-8000-000000000000", "%00", "%F0%9F%98%80", "'--"})
    void a_token_that_was_never_given(String token) {
        error(logicBoxes.redeem(token), 500, INVALID_TOKEN);
    }

    @Test
    void an_overlong_token_is_one_that_was_never_given() {
        error(logicBoxes.redeem("x".repeat(10_000)), 500, INVALID_TOKEN);
    }

    @Test
    void a_customer_whom_nobody_knows_or_who_is_another_resellers() {
        long other = StoredCustomer.of("foreign@example.com").in(2).store(logicBoxes.installation);

        error(
                logicBoxes.get("generate-login-token", "customer-id=999"),
                500,
                "Invalid customer-id: No Entity found for Entityid: 999");
        error(
                logicBoxes.get("generate-login-token", "customer-id=" + other),
                500,
                "Invalid customer-id: No Entity found for Entityid: " + other);
    }

    @Test
    void a_customer_without_an_address_gets_one_too() {
        long id = StoredCustomer.of(null)
                .username("addressless")
                .password("a fine long one")
                .store(logicBoxes.installation);

        assertThat(logicBoxes.redeem(logicBoxes.loginToken(id, "")).text("username"))
                .isEqualTo("addressless");
        String token = logicBoxes
                .get("generate-token", "username=addressless&passwd=a+fine+long+one")
                .body()
                .replace("\"", "");
        assertThat(logicBoxes.redeem(token).text("customerid")).isEqualTo(Long.toString(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate-token",
                "generate-login-token",
                "authenticate-token",
                "temp-password",
                "forgot-password"
            })
    void a_head_does_nothing(String call) {
        String token = logicBoxes.loginToken(2, "");
        long links = logicBoxes.rows("link");

        Reply reply = logicBoxes.client.exchange(
                "HEAD",
                "/api/customers/" + call + ".json?" + DEMO + "&customer-id=2&" + JOHN + "&token=" + token,
                Map.of(),
                null);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, POST");
        assertThat(logicBoxes.rows("link")).isEqualTo(links);
        assertThat(logicBoxes.redeem(token).status()).isEqualTo(200);
    }

    @Test
    void audit_tells_who_got_one_and_who_came_in() {
        long id = logicBoxes.signUp("audit@example.com");

        logicBoxes.redeem(logicBoxes.loginToken(id, ""));

        assertThat(logicBoxes.installation.count(
                        "select count(*) from audit_event where customer_id = ? and event = 'link_issued'"
                                + " and detail ->> 'purpose' = 'login-token'",
                        id))
                .isEqualTo(1);
        assertThat(logicBoxes.installation.count(
                        "select count(*) from audit_event where customer_id = ? and event = 'authn_login_success'"
                                + " and detail ->> 'by' = 'token'",
                        id))
                .isEqualTo(1);
    }
}
