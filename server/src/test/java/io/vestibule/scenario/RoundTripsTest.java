package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Browser;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often each call waits for the database: one statement a verb. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripsTest {
    private static final String KEAZE = "/api/rest/portal/";
    private static final String JOHN = "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}";

    /** More than what housekeeping, mail and the second-old view of callers ask meanwhile. */
    private static final int REQUESTS = 40;

    private final Installation installation = Installation.demo();
    private final DatabaseLine line = new DatabaseLine(installation);
    private final Client client = installation.node(settings());

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Generous.limits());
        settings.put("VESTIBULE_DATABASE_URL", line.url());
        return settings;
    }

    @AfterAll
    void stop() {
        installation.close();
        line.close();
    }

    @Test
    void a_sign_in_asks_twice_in_every_dialect() {
        assertThat(each(i -> client.post(
                        "/api/v1/customer_portal/auth",
                        Client.basic("demo", "demo-secret"),
                        "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}")))
                .isEqualTo(2);
        assertThat(each(i -> client.exchange(
                        "POST",
                        "/api/customers/v2/authenticate.json?auth-userid=1&api-key=demo-key&username=testtest123"
                                + "&passwd=correct+horse+9",
                        Map.of(),
                        null)))
                .isEqualTo(2);
        assertThat(each(i -> client.post(KEAZE + "password-login", JOHN))).isEqualTo(2);
    }

    @Test
    void a_refused_sign_in_asks_as_often() {
        assertThat(each(i -> client.post(
                        KEAZE + "password-login",
                        "{\"email\":\"nobody" + i + "@example.com\",\"password\":\"correct horse 9\"}")))
                .isEqualTo(2);
    }

    /** With public subjects, and with those of a sector. */
    @ParameterizedTest
    @CsvSource({"''", "app.example.com"})
    void a_code_its_tokens_and_user_info_ask_once_each(String sector) {
        installation.sql(
                "update oauth_client set sector = nullif(?, '') where id = (select id from api_client where name = 'demo-spa')",
                sector);
        Map<String, String> browser = browser();
        String request = "/portals/1/authorize?client_id=demo-spa&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback"
                + "&response_type=code&scope=openid&code_challenge_method=S256"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        List<String> codes = new ArrayList<>();
        List<String> tokens = new ArrayList<>();

        assertThat(each(i -> client.get(request, Map.of())))
                .as("the way to the sign-in page")
                .isZero();
        assertThat(each(i -> client.get(request.replace("/portals/1/authorize", "/sign-in/1"), Map.of())))
                .as("the page")
                .isZero();
        assertThat(each(i -> {
                    Reply reply = client.get(request, browser);
                    codes.add(reply.header("Location").replaceFirst(".*code=([^&]*).*", "$1"));
                    return reply;
                }))
                .isEqualTo(1);
        assertThat(each(i -> {
                    Reply reply = client.exchange(
                            "POST",
                            "/portals/1/token",
                            Map.of("Content-Type", "application/x-www-form-urlencoded"),
                            "grant_type=authorization_code&client_id=demo-spa&code=" + codes.get(i)
                                    + "&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback"
                                    + "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
                    tokens.add(reply.text("access_token"));
                    return reply;
                }))
                .isEqualTo(1);
        assertThat(each(i -> client.get("/portals/1/userinfo", Client.bearer(tokens.get(i)))))
                .isEqualTo(1);
    }

    /** Each proof is taken note of in the statement that it is for. */
    @Test
    void with_proofs_of_possession_they_ask_no_more_often() {
        Map<String, String> browser = browser();
        String request = "/portals/1/authorize?client_id=demo-spa&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback"
                + "&response_type=code&scope=openid&code_challenge_method=S256"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        String[] codes = new String[REQUESTS + 1];
        for (int i = 0; i <= REQUESTS; i++) {
            codes[i] = client.get(request, browser).header("Location").replaceFirst(".*code=([^&]*).*", "$1");
        }
        DpopKey key = DpopKey.ec().knowing(client);
        String[] refreshTokens = new String[REQUESTS + 1];
        String[] accessTokens = new String[REQUESTS + 1];

        assertThat(each(i -> {
                    Reply reply = token(
                            key,
                            "grant_type=authorization_code&client_id=demo-spa&code=" + codes[i]
                                    + "&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback"
                                    + "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
                    refreshTokens[i] = reply.text("refresh_token");
                    accessTokens[i] = reply.text("access_token");
                    return reply;
                }))
                .isEqualTo(1);
        assertThat(each(i ->
                        token(key, "grant_type=refresh_token&client_id=demo-spa&refresh_token=" + refreshTokens[i])))
                .isEqualTo(1);
        assertThat(each(i -> client.get("/portals/1/userinfo", key.headers("GET", "/userinfo", accessTokens[i]))))
                .isEqualTo(1);
    }

    private Reply token(DpopKey key, String form) {
        Map<String, String> headers = new HashMap<>(key.header("POST", "/token"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return client.exchange("POST", "/portals/1/token", headers, form);
    }

    @Test
    void a_device_that_waits_asks_once() {
        installation.sql("""
                update oauth_client set grant_types = grant_types || '{urn:ietf:params:oauth:grant-type:device_code}'
                """);
        Map<String, String> asForm = Map.of("Content-Type", "application/x-www-form-urlencoded");
        Client fresh = installation.node(settings());
        String code = fresh.exchange(
                        "POST", "/portals/1/device_authorization", asForm, "client_id=demo-spa&scope=openid")
                .text("device_code");

        assertThat(each(i -> fresh.exchange(
                        "POST",
                        "/portals/1/token",
                        asForm,
                        "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=demo-spa&device_code="
                                + code)))
                .isEqualTo(1);
    }

    /** The cookie of a browser in which John signed in. */
    private Map<String, String> browser() {
        Browser browser = new Browser(client);
        browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        return Map.of("Cookie", "vestibule-1=" + browser.cookie("vestibule-1"));
    }

    @Test
    void a_sign_in_with_a_passkey_asks_twice_and_its_options_once() {
        Map<String, String> bearer =
                Client.bearer(client.post(KEAZE + "password-login", JOHN).text("access_token"));
        SoftPasskey passkey = SoftPasskey.synced();
        passkey.origin = "http://localhost:3000";
        Json.Object options =
                client.post(KEAZE + "passkeys/options", bearer, JOHN).json();
        assertThat(client.post(KEAZE + "passkeys", bearer, credential(passkey.create(options)))
                        .status())
                .isEqualTo(201);
        String[] answers = new String[REQUESTS + 1];

        assertThat(each(i -> {
                    Reply reply = client.post(KEAZE + "passkey-login/options", "{}");
                    answers[i] = credential(passkey.get(reply.json()));
                    return reply;
                }))
                .isEqualTo(1);
        assertThat(each(i ->
                        client.post(KEAZE + "passkey-login/options", "{\"email\":\"nobody" + i + "@example.com\"}")))
                .isEqualTo(1);
        assertThat(each(i -> client.post(KEAZE + "passkey-login", answers[i]))).isEqualTo(2);
    }

    private static String credential(Json.Object credential) {
        return Json.object().put("credential", credential).build().toString();
    }

    @Test
    void a_refresh_asks_once() {
        String[] token = {client.post(KEAZE + "password-login", JOHN).text("refresh_token")};

        assertThat(each(i -> {
                    Reply reply = client.post(KEAZE + "refresh-token", "{\"refreshToken\":\"" + token[0] + "\"}");
                    token[0] = reply.text("refresh_token");
                    return reply;
                }))
                .isEqualTo(1);
    }

    @Test
    void reading_a_profile_asks_once_and_changing_it_twice() {
        Map<String, String> bearer =
                Client.bearer(client.post(KEAZE + "password-login", JOHN).text("access_token"));

        assertThat(each(i -> client.get(KEAZE + "profile", bearer))).isEqualTo(1);
        assertThat(each(i -> client.json("PATCH", KEAZE + "profile", bearer, "{\"deposit\":" + i + "}")))
                .isEqualTo(2);
    }

    @Test
    void a_look_up_asks_once() {
        assertThat(each(i -> client.exchange("HEAD", KEAZE + "customers/email/john.doe@example.com", Map.of(), null)))
                .isEqualTo(1);
        assertThat(each(i -> client.post(
                        "/api/v1/customer_portal/email_lookup",
                        Client.basic("demo", "demo-secret"),
                        "{\"email_address\":\"someone@example.com\"}")))
                .isEqualTo(1);
    }

    @Test
    void redeeming_a_link_asks_once() {
        String[] links = new String[REQUESTS + 1];
        for (int i = 0; i <= REQUESTS; i++) {
            links[i] = client.post(
                            KEAZE + "passwordless-access",
                            "{\"url\":\"https://portal.example.com/\",\"email\":\"john.doe@example.com\"}")
                    .text("magicLink")
                    .replace("https://portal.example.com/", KEAZE + "auth-token/");
        }

        assertThat(each(i -> client.get(links[i], Map.of()))).isEqualTo(1);
    }

    /** As a link that is mailed does, whose sender asks besides ({@code bench/run timing} compares the times). */
    @ParameterizedTest
    @ValueSource(strings = {"forgot-password", "passwordless-login", "passwordless-change-email"})
    void a_link_that_nobody_gets_asks_twice(String call) {
        for (String email : List.of("nobody@example.com", "disabled@example.com")) {
            assertThat(each(i -> client.post(
                            KEAZE + call, "{\"url\":\"https://portal.example.com/\",\"email\":\"" + email + "\"}")))
                    .as(email)
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.com", "nobody", "disabled@example.com", "disabled1"})
    void a_link_to_our_own_page_that_nobody_gets_asks_twice(String login) {
        assertThat(each(i -> client.exchange(
                        "POST",
                        "/api/customers/forgot-password.json?auth-userid=1&api-key=demo-key&username=" + login,
                        Map.of(),
                        null)))
                .isEqualTo(2);
    }

    /**
     * Round trips of a request, all of which must pass or be refused alike. The least of them: on a slow machine what is known of the caller
     * is a second old at the next request, and is asked for again.
     */
    private long each(IntFunction<Reply> request) {
        int status = request.apply(0).status(); // who calls is known from here on
        return IntStream.rangeClosed(1, REQUESTS)
                .mapToLong(i -> {
                    long before = line.roundTrips();
                    assertThat(request.apply(i).status()).isEqualTo(status);
                    return line.roundTrips() - before;
                })
                .min()
                .orElseThrow();
    }
}
