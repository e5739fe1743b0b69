package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
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

    ClaimsParameterTest() {
        openId.installation.sql("update oauth_client set first_party = false, scopes = '{openid,email,phone}'"
                + " where id = (select id from api_client where name = 'demo-spa')");
    }

    @AfterAll
    void stop() {
        openId.close();
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
        try (OpenId ours = new OpenId()) {
            assertThat(sent(ours.authorize(ours.browser(JOHN), request("claims", claims))))
                    .containsKey("code");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "[\"2\"]", "null", "{}"})
    void core_5_5_1_a_subject_is_a_text(String value) {
        String claims = "{\"id_token\": {\"sub\": {\"value\": " + value + "}}}";

        assertThat(sent(openId.authorize(openId.browser(JOHN), request("claims", claims))))
                .containsEntry("error", "invalid_request");
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
