package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Authenticator;
import io.vestibule.support.Client;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/dialects/keaze.md: "Setting it up", for a customer who is signed in; docs/decisions/0009. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrolmentContractTest {
    private static final String RIGHT = "correct horse 9";

    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Protected customer() {
        return Protected.enrol(keaze.installation, keaze.client, Keaze.newEmail());
    }

    private long stored(String email) {
        return StoredCustomer.of(email).password(RIGHT).store(keaze.installation);
    }

    private Map<String, String> bearer(String email) {
        return Client.bearer(keaze.session(email, RIGHT).access());
    }

    private Reply post(String call, Map<String, String> bearer, Object... fields) {
        return keaze.send("POST", "second-factor" + call, bearer, Keaze.json(fields));
    }

    private Reply delete(Map<String, String> bearer, String code) {
        return keaze.send("DELETE", "second-factor", bearer, Keaze.json("code", code));
    }

    private Json.Object status(Map<String, String> bearer) {
        Reply reply = keaze.send("GET", "second-factor", bearer);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private static void refused(Reply reply, String field, String sentence) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
        assertThat(reply.text("errors", field)).isEqualTo("[\"" + sentence + "\"]");
    }

    @Test
    void it_is_off_then_on_then_off_again() {
        String email = Keaze.newEmail();
        long id = stored(email);
        Map<String, String> bearer = bearer(email);
        assertThat(status(bearer)).hasToString("{\"enabled\":false,\"methods\":[],\"recoveryCodesLeft\":0}");

        Reply offer = post("/totp", bearer, "password", RIGHT);
        assertThat(offer.text("secret")).matches("[A-Z2-7]{32}");
        assertThat(offer.text("otpauthUri"))
                .isEqualTo("otpauth://totp/Demo%20portal:" + email.replace("@", "%40") + "?secret="
                        + offer.text("secret") + "&issuer=Demo%20portal&algorithm=SHA1&digits=6&period=30");
        assertThat(offer.text("qr"))
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .endsWith("</svg>");
        assertThat(keaze.login(email, RIGHT).status()).as("not confirmed yet").isEqualTo(200);
        assertThat(status(bearer).toString()).contains("\"enabled\":false");

        Authenticator app = new Authenticator(offer.text("secret"));
        Reply on = post("/totp/confirm", bearer, "code", app.code());
        assertThat(Protected.codes(on)).hasSize(10);
        assertThat(status(bearer))
                .hasToString("{\"enabled\":true,\"methods\":[\"totp\",\"recovery\"],\"recoveryCodesLeft\":10}");
        assertThat(keaze.login(email, RIGHT).status()).isEqualTo(401);
        assertThat(keaze.mails(id, "second-factor-on")).isEqualTo(1);

        assertThat(delete(bearer, Protected.codes(on).get(7)).status()).isEqualTo(200);
        assertThat(status(bearer).toString()).contains("\"enabled\":false");
        assertThat(keaze.login(email, RIGHT).status()).isEqualTo(200);
        assertThat(keaze.mails(id, "second-factor-off")).isEqualTo(1);
        assertThat(keaze.events("authn_factor_added", id)).isEqualTo(1);
        assertThat(keaze.events("authn_factor_removed", id)).isEqualTo(1);
        assertThat(keaze.installation.count(
                        "select (select count(*) from totp where customer_id = ?) + (select count(*) from recovery_code where customer_id = ?)",
                        id,
                        id))
                .isZero();
    }

    @Test
    void the_code_that_confirmed_is_used_up() {
        String email = Keaze.newEmail();
        stored(email);
        Map<String, String> bearer = bearer(email);
        Authenticator app =
                new Authenticator(post("/totp", bearer, "password", RIGHT).text("secret"));
        String code = app.code();
        post("/totp/confirm", bearer, "code", code);

        refused(delete(bearer, code), "code", "The code is wrong.");
    }

    @Test
    void turning_it_on_takes_the_password_of_whoever_has_one() {
        String email = Keaze.newEmail();
        long id = stored(email);
        Map<String, String> bearer = bearer(email);

        Reply asked = post("/totp", bearer);
        refused(asked, "password", "The password field is required.");
        assertThat(asked.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"Vestibule\", error=\"insufficient_user_authentication\","
                        + " error_description=\"The password field is required.\", max_age=\"0\"");
        refused(post("/totp", bearer, "password", "wrong"), "password", "The password is wrong.");
        assertThat(keaze.installation.count("select failures from lockout where subject = int8send(?)", id))
                .isEqualTo(1);
        refused(post("/totp", bearer, "password", 1), "password", "The password field must be a string.");
        assertThat(keaze.installation.count("select count(*) from totp_offer where customer_id = ?", id))
                .isZero();
        assertThat(post("/totp", bearer, "password", RIGHT).status()).isEqualTo(200);
        assertThat(keaze.installation.count("select count(*) from lockout where subject = int8send(?)", id))
                .as("a success clears the count")
                .isZero();
    }

    @Test
    void while_locked_the_right_password_turns_nothing_on() {
        String email = Keaze.newEmail();
        stored(email);
        Map<String, String> bearer = bearer(email);
        for (int i = 0; i < 5; i++) {
            post("/totp", bearer, "password", "wrong");
        }
        refused(post("/totp", bearer, "password", RIGHT), "password", "The password is wrong.");
    }

    @Test
    void whoever_has_no_password_needs_the_access_token_alone() {
        var link = keaze.magic("passwordless-access", Keaze.newEmail());
        Map<String, String> bearer = Client.bearer(keaze.authToken(link).text("accessToken"));
        Reply offer = post("/totp", bearer);
        assertThat(offer.status()).isEqualTo(200);
        assertThat(post("/totp/confirm", bearer, "code", new Authenticator(offer.text("secret")).code())
                        .status())
                .isEqualTo(200);
        assertThat(status(bearer).toString()).contains("\"totp\",\"recovery\",\"email\"");
    }

    @Test
    void replacing_it_takes_a_code_and_the_old_secret_counts_until_the_new_ones_first_code() {
        Protected customer = customer();
        Map<String, String> bearer = customer.signIn();
        refused(post("/totp", bearer, "password", RIGHT), "code", "The code field is required.");
        refused(post("/totp", bearer, "code", customer.app.wrong()), "code", "The code is wrong.");
        Reply offer = post("/totp", bearer, "code", customer.app.code());
        assertThat(offer.status()).isEqualTo(200);
        customer.timePasses();
        assertThat(customer.complete(customer.challenge(), customer.app.code()).status())
                .isEqualTo(200);

        Authenticator app = new Authenticator(offer.text("secret"));
        Reply on = post("/totp/confirm", bearer, "code", app.code());
        assertThat(on.status()).isEqualTo(200);
        customer.timePasses();
        assertThat(customer.complete(customer.challenge(), customer.app.code()).status())
                .isEqualTo(401);
        assertThat(customer.complete(customer.challenge(), customer.recovery.getFirst())
                        .status())
                .as("recovery codes are replaced")
                .isEqualTo(401);
        assertThat(customer.complete(customer.challenge(), app.code()).status()).isEqualTo(200);
    }

    @Test
    void a_secret_waits_half_an_hour_and_only_the_latest_counts() {
        String email = Keaze.newEmail();
        long id = stored(email);
        Map<String, String> bearer = bearer(email);
        Authenticator first =
                new Authenticator(post("/totp", bearer, "password", RIGHT).text("secret"));
        Authenticator second =
                new Authenticator(post("/totp", bearer, "password", RIGHT).text("secret"));
        refused(post("/totp/confirm", bearer, "code", first.code()), "code", "The code is wrong.");
        keaze.installation.sql(
                "update totp_offer set expires_at = expires_at - interval '30 minutes' where customer_id = ?", id);
        assertThat(post("/totp/confirm", bearer, "code", second.code()).status())
                .isEqualTo(409);
    }

    @Test
    void new_recovery_codes_take_the_place_of_those_that_are_left() {
        Protected customer = customer();
        Map<String, String> bearer = customer.signIn();
        Reply asked = post("/recovery-codes", bearer);
        refused(asked, "code", "The code field is required.");
        assertThat(asked.header("WWW-Authenticate"))
                .as("RFC 9470 section 3")
                .endsWith(", error_description=\"The code field is required.\", acr_values=\"aal2\"");
        Reply reply = post("/recovery-codes", bearer, "code", customer.recovery.getFirst());

        List<String> codes = Protected.codes(reply);
        assertThat(codes).hasSize(10).doesNotContainAnyElementsOf(customer.recovery);
        assertThat(customer.complete(customer.challenge(), customer.recovery.get(1))
                        .status())
                .isEqualTo(401);
        assertThat(customer.complete(customer.challenge(), codes.get(9)).status())
                .isEqualTo(200);
        assertThat(keaze.mails(customer.id, "recovery-codes")).isEqualTo(1);
        assertThat(keaze.events("authn_recovery_codes_created", customer.id)).isEqualTo(1);
        assertThat(status(bearer).toString()).contains("\"recoveryCodesLeft\":9");
    }

    @Test
    void wrong_codes_count_towards_the_lock_and_while_it_holds_the_right_one_is_wrong() {
        Protected customer = customer();
        Map<String, String> bearer = customer.signIn();
        for (int i = 0; i < 5; i++) {
            refused(delete(bearer, customer.app.wrong()), "code", "The code is wrong.");
        }
        refused(delete(bearer, customer.app.code()), "code", "The code is wrong.");
        assertThat(status(bearer).toString()).contains("\"enabled\":true");
        assertThat(keaze.login(customer.email, RIGHT).body()).isEqualTo("{\"message\":\"Unauthorized.\"}");
    }

    @Test
    void with_nothing_set_up_there_is_nothing_to_renew_or_to_turn_off() {
        String email = Keaze.newEmail();
        stored(email);
        Map<String, String> bearer = bearer(email);
        assertThat(post("/recovery-codes", bearer, "code", "123456").status()).isEqualTo(409);
        assertThat(delete(bearer, "123456").status()).isEqualTo(409);
        assertThat(post("/totp/confirm", bearer, "code", "123456").status()).isEqualTo(409);
        assertThat(post("/email", bearer).status()).isEqualTo(409);
    }

    @Test
    void whoever_has_no_address_gets_no_mail_and_none_is_set_aside() {
        String username = "no-address-" + System.nanoTime();
        long id = StoredCustomer.of(null).username(username).password(RIGHT).store(keaze.installation);
        Map<String, String> bearer = bearer(username);
        Reply offer = post("/totp", bearer, "password", RIGHT);
        assertThat(offer.text("otpauthUri")).contains(":" + username + "?");
        post("/totp/confirm", bearer, "code", new Authenticator(offer.text("secret")).code());
        assertThat(status(bearer).toString()).contains("[\"totp\",\"recovery\"]");
        assertThat(keaze.installation.count("select count(*) from outbox where customer_id = ?", id))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "DELETE, ''", "POST, /totp", "POST, /totp/confirm", "POST, /recovery-codes", "POST, /email"})
    void without_a_good_access_token_each_is_401(String method, String call) {
        Map<String, String> invented = Client.bearer("invented");
        Reply reply = method.equals("GET")
                ? keaze.send(method, "second-factor" + call, invented)
                : keaze.send(method, "second-factor" + call, invented, "{\"code\":\"123456\"}");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void an_access_token_of_another_portal_is_401() {
        Protected customer = customer();
        Map<String, String> bearer = new HashMap<>(customer.signIn());
        bearer.put("Portal-Id", "2");
        assertThat(keaze.send("GET", "second-factor", bearer).status()).isEqualTo(401);
    }

    @Test
    void the_code_to_turn_it_off_may_stand_in_the_query() {
        Protected customer = customer();
        Map<String, String> bearer = customer.signIn();
        assertThat(keaze.send("DELETE", "second-factor?code=" + customer.app.code(), bearer)
                        .status())
                .isEqualTo(200);
    }
}
