package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.JANE;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameter {@code claims}: OpenID Connect Core section 5.5. It gets no more than scopes would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimsParameterTest {
    private static final String ADDRESSES =
            "{\"id_token\": {\"email\": {\"essential\": true}}, \"userinfo\": {\"phone_number\": null, \"address\": null}}";

    private final OpenId openId = new OpenId();

    /** Where the application is the portal's own, and nobody is asked for consent. */
    private final OpenId own = new OpenId();

    ClaimsParameterTest() {
        openId.installation.sql("update oauth_client set first_party = false, scopes = '{openid,email,phone}'"
                + " where id = (select id from api_client where name = 'demo-spa')");
    }

    @AfterAll
    void stop() {
        openId.close();
        own.close();
    }

    @Test
    void core_3_1_2_4_the_customer_agrees_to_claims_as_to_their_scopes() {
        Browser browser = new Browser(openId.client);
        browser.signIn("/sign-in/1", "testtest123", "correct horse 9");
        agree(browser, request());
        Map<String, String> more = request("claims", ADDRESSES);

        Page asked = browser.get(PORTAL + "/authorize?" + form(more));
        assertThat(asked.location()).startsWith("/consent/1?");
        assertThat(browser.follow(asked).body())
                .contains("your email address", "your phone number")
                .doesNotContain("your postal address");
        Reply tokens = openId.redeem(agree(browser, more));

        assertThat(tokens.text("scope")).isEqualTo("openid");
        assertThat(claims(tokens.text("id_token")).text("email")).hasValue("john.doe@example.com");
        assertThat(openId.userInfo(tokens.text("access_token")).json().fields())
                .as("the client may not ask for the scope address")
                .containsOnlyKeys("sub", "phone_number");
    }

    /** The code that an application gets once its customer has agreed. */
    private static String agree(Browser browser, Map<String, String> request) {
        Page page = browser.follow(browser.get(PORTAL + "/authorize?" + form(request)));
        Page back = browser.follow(browser.submit(page, "/consent/1", Map.of("agree", "yes")));
        assertThat(back.location()).startsWith(CALLBACK + "?code=");
        return back.location().replaceAll(".*[?]code=([^&]*).*", "$1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999", "-1e-99999", "{\"a\": [1e200000]}"})
    void core_5_5_1_values_are_left_alone_whatever_they_are(String value) {
        String claims = "{\"id_token\": {\"x\": {\"value\": " + value + "}}, \"userinfo\": {\"name\": {\"values\": ["
                + value + "]}}}";

        assertThat(openId.post("/par", Map.of(), request("claims", claims)).status())
                .isEqualTo(201);
        assertThat(silently(JOHN, "claims", claims)).containsKey("code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\": 2",
                "\"value\": null",
                "\"value\": {}",
                "\"values\": []",
                "\"values\": 2",
                "\"values\": [\"2\", 2]"
            })
    void core_5_5_1_a_subject_is_a_text(String asked) {
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("claims", subject(asked)))))
                .containsEntry("error", "invalid_request")
                .containsEntry("error_description", "The claims parameter has a sub whose value is no text.");
    }

    private static String subject(String asked) {
        return "{\"id_token\": {\"sub\": {" + asked + "}}}";
    }

    private Map<String, String> silently(long customer, String... changes) {
        Map<String, String> request = request(changes);
        request.put("prompt", "none");
        return sent(own.authorize(own.browser(customer), request));
    }

    @Test
    void core_5_5_1_the_customer_is_one_of_those_that_are_named() {
        String either = subject("\"values\": [\"2\", \"4711\"]");
        assertThat(silently(JOHN, "claims", either)).containsKey("code");
        assertThat(silently(JANE, "claims", either))
                .containsEntry("error", "login_required")
                .containsEntry("error_description", "No customer is signed in as the request wants it.");
        assertThat(silently(JOHN, "claims", subject("\"value\": \"3\""))).containsEntry("error", "login_required");
    }

    @Test
    void core_3_1_2_1_a_hint_and_a_subject_have_to_be_the_same_customer() {
        String hint = own.redeem(silently(JOHN).get("code")).text("id_token");
        assertThat(silently(JOHN, "id_token_hint", hint, "claims", subject("\"value\": \"2\"")))
                .containsKey("code");
        assertThat(silently(JOHN, "id_token_hint", hint, "claims", subject("\"value\": \"3\"")))
                .containsEntry("error", "login_required");
        assertThat(silently(JANE, "id_token_hint", hint, "claims", subject("\"value\": \"3\"")))
                .containsEntry("error", "login_required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"value\": 2", "\"value\": {}", "\"values\": [2]", "\"values\": 2"})
    void core_5_5_1_1_an_essential_acr_that_is_no_text_cannot_be_met(String asked) {
        String acr = "{\"id_token\": {\"acr\": {%s\"essential\": %s}}}";
        assertThat(silently(JOHN, "claims", acr.formatted(asked + ", ", true)))
                .containsEntry("error", "unmet_authentication_requirements");
        assertThat(silently(JOHN, "claims", acr.formatted(asked + ", ", false))).containsKey("code");
        assertThat(silently(JOHN, "claims", acr.formatted("", true))).containsKey("code");
        assertThat(silently(JOHN, "claims", acr.formatted("\"value\": null, ", true)))
                .containsKey("code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"id_token\": 1}"})
    void a_page_leaves_alone_what_it_cannot_read(String claims) {
        Browser browser = new Browser(openId.client);
        browser.signIn("/sign-in/1", "testtest123", "correct horse 9");

        assertThat(browser.get("/consent/1?" + form(request("claims", claims))).status())
                .isEqualTo(200);
    }
}
