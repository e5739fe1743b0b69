package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.session.SessionStore;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A customer whom a reseller signs up and looks after by LogicBoxes' calls, in all three dialects and on two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResellersCustomerTest {
    private static final String PASSWORD = "a fine long one";
    private static final String ANOTHER = "another fine one";
    private static final String PORTAL = "/api/rest/portal/";

    private final Installation installation = Installation.demo(Generous.limits());
    private Client here;
    private Client there;

    @BeforeAll
    void start() {
        here = installation.node();
        there = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private Reply reseller(Client server, String verb, String call, String parameters) {
        String path = "/api/customers/" + call + ".json?auth-userid=1&api-key=demo-key&" + parameters;
        return server.exchange(verb, path, Map.of(), null);
    }

    private long signUp(String address) {
        return signUp(here, address);
    }

    private long signUp(Client server, String address) {
        Reply reply = reseller(
                server,
                "POST",
                "v2/signup",
                "username=" + address + "&passwd=a+fine+long+one&name=Mary+Ann+Doe&company=Doe+Ltd"
                        + "&address-line-1=12+Station+Road&city=Springfield&state=Illinois&country=US&zipcode=62701"
                        + "&phone-cc=44&phone=7700900123&lang-pref=de");
        assertThat(reply.status()).isEqualTo(200);
        return Long.parseLong(reply.body());
    }

    private String token(Client server, long id) {
        return reseller(server, "GET", "generate-login-token", "customer-id=" + id)
                .body()
                .replace("\"", "");
    }

    private Reply keaze(Client server, String address, String password) {
        return server.post(
                PORTAL + "password-login",
                Json.object()
                        .put("email", address)
                        .put("password", password)
                        .build()
                        .toString());
    }

    @Test
    void whom_the_reseller_signs_up_signs_in_at_every_door_and_is_the_same_in_each() {
        long id = signUp("everywhere@example.com");

        for (SignInDialect dialect : SignInDialect.values()) {
            Reply reply = dialect.signIn(there, "Everywhere@example.com", PASSWORD);
            assertThat(dialect.admits(reply)).as(dialect + ": " + reply).isTrue();
        }
        Reply profile = there.get(
                PORTAL + "profile",
                Client.bearer(keaze(here, "everywhere@example.com", PASSWORD).text("access_token")));
        assertThat(profile.text("id")).isEqualTo(Long.toString(id));
        assertThat(profile.text("firstName")).isEqualTo("Mary Ann");
        assertThat(profile.text("lastName")).isEqualTo("Doe");
        assertThat(profile.text("phone")).isEqualTo("+447700900123");
        assertThat(profile.text("homeAddress")).isEqualTo("12 Station Road");
        assertThat(profile.text("homePostcode")).isEqualTo("62701");
        assertThat(SignInDialect.SONAR
                        .signIn(there, "everywhere@example.com", PASSWORD)
                        .text("data", "contact_name"))
                .isEqualTo("Mary Ann Doe");
    }

    @Test
    void what_the_customer_changes_of_the_profile_the_reseller_sees() {
        long id = signUp("profile@example.com");
        String access = keaze(here, "profile@example.com", PASSWORD).text("access_token");

        Reply changed = there.json(
                "PATCH", PORTAL + "profile", Client.bearer(access), "{\"lastName\":\"Smith\",\"phone\":\"123 456\"}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);

        Reply details = reseller(here, "GET", "details-by-id", "customer-id=" + id);
        assertThat(details.text("name")).isEqualTo("Mary Ann Smith");
        assertThat(details.text("telnocc")).isEmpty();
        assertThat(details.text("telno")).isEqualTo("123 456");
    }

    @Test
    void a_password_that_the_reseller_changes_is_the_one_at_every_door_and_ends_sessions() {
        long id = signUp("changed@example.com");
        Reply before = keaze(here, "changed@example.com", PASSWORD);

        reseller(there, "POST", "v2/change-password", "customer-id=" + id + "&new-passwd=another+fine+one");

        assertThat(here.get(PORTAL + "profile", Client.bearer(before.text("access_token")))
                        .status())
                .isEqualTo(401);
        assertThat(here.post(PORTAL + "refresh-token", "{\"refreshToken\":\"" + before.text("refresh_token") + "\"}")
                        .status())
                .isEqualTo(401);
        for (SignInDialect dialect : SignInDialect.values()) {
            assertThat(dialect.refuses(dialect.signIn(here, "changed@example.com", PASSWORD)))
                    .isTrue();
            assertThat(dialect.admits(dialect.signIn(there, "changed@example.com", ANOTHER)))
                    .isTrue();
        }
    }

    @Test
    void a_temporary_password_opens_the_doors_of_servers_and_at_keaze_wants_another_first() {
        long id = signUp("temporary@example.com");
        String password = reseller(here, "GET", "temp-password", "customer-id=" + id)
                .body()
                .replace("\"", "");

        assertThat(SignInDialect.SONAR.admits(SignInDialect.SONAR.signIn(there, "temporary@example.com", password)))
                .isTrue();
        assertThat(SignInDialect.LOGICBOXES_JSON.admits(
                        SignInDialect.LOGICBOXES_JSON.signIn(there, "temporary@example.com", password)))
                .isTrue();
        assertThat(keaze(there, "temporary@example.com", password).status()).isEqualTo(403);
        assertThat(installation.count("select count(*) from link where customer_id = ? and purpose = 'reset'", id))
                .isEqualTo(1);
    }

    @Test
    void a_second_factor_is_no_matter_of_the_token_but_shows_beside_it() {
        long id = signUp("factor@example.com");
        installation.sql("update customer set second_factor_at = now() where id = ?", id);

        String token = reseller(here, "GET", "generate-token", "username=factor@example.com&passwd=a+fine+long+one")
                .body()
                .replace("\"", "");

        assertThat(reseller(there, "GET", "authenticate-token", "token=" + token)
                        .text("twofactorauth_enabled"))
                .isEqualTo("true");
        assertThat(installation.count("select count(*) from challenge where customer_id = ?", id))
                .isZero();
    }

    @Test
    void a_new_epoch_voids_tokens() {
        // Its own: who signs in elsewhere within the next second may get a token of a key that is void
        try (Installation restored = Installation.demo(Generous.limits())) {
            Client node = restored.node();
            String token = token(node, signUp(node, "epoch@example.com"));

            new SessionStore(restored.sql()).startEpoch(AuditContext.COMMAND);

            assertThat(reseller(node, "GET", "authenticate-token", "token=" + token)
                            .status())
                    .isEqualTo(500);
        }
    }

    @Test
    void no_token_of_a_password_outlives_its_change() {
        for (int round = 0; round < 8; round++) {
            String address = "race" + round + "@example.com";
            long id = signUp(address);
            List<Reply> replies = Together.run(
                    16,
                    i -> i == 8
                            ? reseller(
                                    there,
                                    "POST",
                                    "change-password",
                                    "customer-id=" + id + "&new-passwd=another+fine+one")
                            : reseller(
                                    i % 2 == 0 ? here : there,
                                    "GET",
                                    "generate-token",
                                    "username=" + address + "&passwd=a+fine+long+one"));

            List<String> good = new ArrayList<>();
            for (Reply reply : replies) {
                if (reply.body().startsWith("\"")) {
                    String token = reply.body().replace("\"", "");
                    if (reseller(here, "GET", "authenticate-token", "token=" + token)
                                    .status()
                            == 200) {
                        good.add(token);
                    }
                }
            }
            assertThat(good).isEmpty();
            installation.sql("delete from lockout");
        }
    }

    @Test
    void a_token_is_used_up_whatever_comes_of_a_restart() {
        try (Installation own = Installation.demo(Generous.limits())) {
            Client first = own.node();
            String token = token(first, 2);
            assertThat(reseller(first, "GET", "authenticate-token", "token=" + token)
                            .status())
                    .isEqualTo(200);

            own.stop();

            assertThat(reseller(own.node(), "GET", "authenticate-token", "token=" + token)
                            .status())
                    .isEqualTo(500);
        }
    }
}
