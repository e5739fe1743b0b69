package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Generous;
import io.vestibule.support.Operators;
import io.vestibule.support.Reply;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What applications get while an operator acts for their customer: tokens that say so, and nothing that lasts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActAsTokensTest {
    private final OpenId openId = new OpenId();
    private Operators operators;
    private Operators.Ready support;

    @BeforeAll
    void start() {
        operators = new Operators(openId.installation.place(), Generous.limits());
        support = operators.ready("support@example.com", Role.SUPPORT, PortalScope.ALL);
        openId.installation.sql("update portal set act_as = true where id = 1");
        application("pairwise", "{\"sector\":\"localhost\"}");
        application("long-lived", "{\"access_token_life\":\"10:00:00\"}");
        application("third-party", "{\"first_party\":false}");
    }

    /** Applications that are like the demo's, but for some columns: nodes keep what they know of one for a second. */
    private void application(String name, String columns) {
        openId.installation.sql("""
                with made as (
                    insert into api_client (portal_id, name, scopes, secret_hash)
                    select portal_id, ?, scopes, secret_hash from api_client where name = 'demo-spa' returning id
                )
                insert into oauth_client
                select (jsonb_populate_record(o, cast(? as jsonb) || jsonb_build_object('id', made.id))).*
                from made, oauth_client o join api_client a on a.id = o.id where a.name = 'demo-spa'
                """, name, columns);
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    /** The cookies of a browser in which the operator acts for John. */
    private String acting() {
        String console =
                "vestibule-console=" + operators.signIn(support).cookie().reveal();
        Reply made = openId.client.exchange(
                "POST",
                "/api/admin/v1/customers/" + JOHN + "/act-as",
                Map.of("Cookie", console, "Content-Type", "application/json", "Audit-Reason", "ticket 7"),
                "{}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String link = made.text("link").replace("http://localhost:8080", "");
        Reply asked = openId.client.get(link, Map.of("Cookie", console));
        String form = String.valueOf(asked.header("Set-Cookie")).split(";", 2)[0];
        Matcher token = Pattern.compile("name=\"form\" value=\"([^\"]*)\"").matcher(asked.body());
        assertThat(token.find()).as(asked.body()).isTrue();
        Reply begun = openId.client.exchange(
                "POST",
                link,
                Map.of("Cookie", console + "; " + form, "Content-Type", "application/x-www-form-urlencoded"),
                "form=" + token.group(1));
        assertThat(begun.status()).as(begun.body()).isEqualTo(303);
        return String.valueOf(begun.header("Set-Cookie")).split(";", 2)[0];
    }

    private Reply tokens(String cookie, String... changes) {
        Map<String, String> request = request(changes);
        String code = sent(openId.authorize(cookie, request)).get("code");
        return openId.redeem(code, "client_id", request.get("client_id"));
    }

    @Test
    void rfc_8693_4_1_tokens_say_who_acts_by_an_id_that_is_none_of_a_customer() {
        Reply tokens = tokens(acting(), "scope", "openid email offline_access");
        for (String token : new String[] {tokens.text("access_token"), tokens.text("id_token")}) {
            Json.Object claims = claims(token);
            assertThat(claims.text("sub")).contains(Long.toString(JOHN));
            assertThat(claims.get("act")).hasToString("{\"sub\":\"operator-" + support.id() + "\"}");
            assertThat(claims.get("amr")).hasToString("[\"act-as\"]");
            assertThat(claims.text("acr")).contains("0");
            assertThat(claims.get("auth_time")).as("nobody proved anything").isNull();
        }
        assertThat(tokens.body()).doesNotContain(support.email(), "refresh_token", "offline_access");
        assertThat(openId.userInfo(tokens.text("access_token")).text("email")).isEqualTo("john.doe@example.com");
    }

    @Test
    void pairwise_clients_get_an_id_of_their_sector() {
        Json.Object claims = claims(tokens(acting(), "client_id", "pairwise").text("id_token"));
        Json.Object act = (Json.Object) claims.get("act");
        assertThat(act.text("sub").orElseThrow())
                .matches("[A-Za-z0-9_-]{43}")
                .isNotEqualTo(claims.text("sub").orElseThrow());
    }

    @Test
    void no_token_outlives_the_session_and_all_end_with_it() {
        String cookie = acting();
        Reply tokens = tokens(cookie, "client_id", "long-lived");
        long exp = Long.parseLong(
                ((Json.Number) claims(tokens.text("access_token")).get("exp")).literal());
        assertThat(Instant.ofEpochSecond(exp)).isBefore(Instant.now().plusSeconds(30 * 60 + 5));
        Reply alive = introspect(tokens);
        assertThat(alive.text("active")).isEqualTo("true");
        assertThat(alive.json().get("act")).hasToString("{\"sub\":\"operator-" + support.id() + "\"}");
        operators.sessions.endAll(support.id(), AuditContext.COMMAND);
        assertThat(introspect(tokens).text("active")).isEqualTo("false");
        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
    }

    private Reply introspect(Reply tokens) {
        return openId.post("/introspect", OpenId.web(), Map.of("token", tokens.text("access_token")));
    }

    @Test
    void what_the_application_gets_is_audited_with_the_operator() {
        tokens(acting());
        assertThat(openId.installation.count("""
                select count(*) from audit_event
                where event = 'authn_token_created' and customer_id = ? and actor = 'operator' and actor_id = ? and client_id is not null
                """, JOHN, support.id())).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "prompt, login",
        "prompt, consent",
        "max_age, 3600",
        "acr_values, aal2",
        "claims, '{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"aal2\"]}}}'",
        "claims, '{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"aal1\"}}}'"
    })
    void what_takes_the_customer_themselves_is_refused(String name, String value) {
        Map<String, String> back = sent(openId.authorize(acting(), request(name, value)));
        assertThat(back)
                .containsEntry("error", "access_denied")
                .containsEntry("state", "s1")
                .doesNotContainKey("code");
    }

    @Test
    void an_application_of_somebody_elses_gets_nothing_even_with_the_customers_consent() {
        openId.installation.sql("""
                insert into consent (customer_id, client_id, scopes)
                select 2, id, '{openid}' from oauth_client on conflict do nothing
                """);
        Map<String, String> back = sent(openId.authorize(acting(), request("client_id", "third-party")));
        assertThat(back).containsEntry("error", "access_denied").doesNotContainKey("code");
        Map<String, String> silent =
                sent(openId.authorize(acting(), request("client_id", "third-party", "prompt", "none")));
        assertThat(silent).containsEntry("error", "access_denied");
    }

    @Test
    void an_application_signs_the_operator_out_and_not_the_customer() {
        String customer = openId.browser(JOHN);
        String cookie = acting();
        Reply tokens = tokens(cookie);
        Reply out = openId.follow(
                cookie, OpenId.PORTAL + "/logout?id_token_hint=" + tokens.text("id_token") + "&client_id=demo-spa");
        assertThat(out.status()).isEqualTo(303);
        assertThat(sent(openId.authorize(cookie, request("prompt", "none")))).containsEntry("error", "login_required");
        assertThat(sent(openId.authorize(customer, request("prompt", "none")))).containsKey("code");
        assertThat(openId.installation.count("""
                select count(*) from audit_event where event = 'act_as_ended' and actor = 'operator' and actor_id = ? and customer_id = ?
                """, support.id(), JOHN)).isPositive();
    }

    @Test
    void a_code_that_waits_when_the_session_ends_becomes_nothing() {
        String cookie = acting();
        String code = sent(openId.authorize(cookie, request())).get("code");
        operators.sessions.endAll(support.id(), AuditContext.COMMAND);
        assertThat(openId.redeem(code).status()).isEqualTo(400);
    }
}
