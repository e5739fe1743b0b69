package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A customer's way from an application through the pages and back, in a browser without a script. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationFlowTest {
    private static final String JOHN = "john.doe@example.com";
    private static final String PASSWORD = "correct horse 9";

    private final OpenId openId = new OpenId();

    @AfterAll
    void stop() {
        openId.close();
    }

    private static String authorize(String... changes) {
        return PORTAL + "/authorize?" + form(request(changes));
    }

    private static Map<String, String> parameters(Page page) {
        assertThat(page.location()).startsWith(CALLBACK + "?");
        return Arrays.stream(page.location().replaceFirst("[^?]*\\?", "").split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private Browser signedIn() {
        Browser browser = new Browser(openId.client);
        assertThat(browser.signIn("/sign-in/1", JOHN, PASSWORD).location()).isEqualTo("/account/1");
        return browser;
    }

    @Test
    void a_password_on_the_page_leads_back_with_a_code() {
        Browser browser = new Browser(openId.client);
        Page asked = browser.get(authorize("scope", "openid email"));
        assertThat(asked.location()).startsWith("/sign-in/1?");

        Page back = browser.follow(browser.signIn(asked.location(), JOHN, PASSWORD));

        assertThat(parameters(back)).containsEntry("state", "s1");
        Reply tokens = openId.redeem(parameters(back).get("code"));
        assertThat(openId.userInfo(tokens.text("access_token")).text("email")).isEqualTo(JOHN);
        assertThat(parameters(browser.get(authorize()))).as("single sign-on").containsKey("code");
    }

    @Test
    void prompt_login_asks_somebody_who_is_signed_in_and_leads_back() {
        Browser browser = signedIn();
        Page asked = browser.get(authorize("prompt", "login"));
        assertThat(asked.location()).startsWith("/sign-in/1?");

        Page back = browser.follow(browser.signIn(asked.location(), JOHN, PASSWORD));

        assertThat(parameters(back)).containsKey("code");
    }

    @Test
    void what_an_application_was_granted_lasts_as_long_as_the_session_also_when_that_goes_on_by_another_sign_in() {
        Browser browser = signedIn();
        Reply tokens = openId.redeem(parameters(browser.get(authorize())).get("code"));
        String grant = claims(tokens.text("access_token")).text("grant_id").orElseThrow();
        openId.installation.sql("""
                with ending as (
                    update token_grant
                    set expires_at = now() + interval '1 minute', refresh_until = now() + interval '1 minute'
                    where id = cast(? as uuid)
                    returning session_id, expires_at
                )
                update customer_session s set expires_at = ending.expires_at from ending where s.id = ending.session_id
                """, grant);

        Page asked = browser.get(authorize("prompt", "login"));
        browser.follow(browser.signIn(asked.location(), JOHN, PASSWORD));

        assertThat(openId.installation.count("""
                select count(*) from token_grant g join customer_session s on s.id = g.session_id
                where g.id = cast(? as uuid) and g.expires_at = s.expires_at and g.refresh_until = s.expires_at
                  and s.expires_at > now() + interval '1 hour'
                """, grant)).isEqualTo(1);
        assertThat(openId.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void prompt_create_registers_and_leads_back() {
        Browser browser = new Browser(openId.client);
        Page asked = browser.get(authorize("prompt", "create", "scope", "openid email"));
        assertThat(asked.location()).startsWith("/register/1?");

        Page entered = browser.submit(
                browser.get(asked.location()),
                "/register/1",
                Map.of("email", "new.customer@example.com", "password", "a fine long one"));
        Page back = browser.follow(entered);

        Reply tokens = openId.redeem(parameters(back).get("code"));
        Reply info = openId.userInfo(tokens.text("access_token"));
        assertThat(info.text("email")).isEqualTo("new.customer@example.com");
        assertThat(info.text("email_verified")).isEqualTo("false");
    }

    @Test
    void a_mailed_link_leads_back_to_the_application() {
        Browser browser = new Browser(openId.client);
        Page asked = browser.get(authorize("login_hint", "jane.doe@example.com"));
        Page second =
                browser.submit(browser.get(asked.location()), "/sign-in/1", Map.of("login", "jane.doe@example.com"));
        browser.submit(second, "/sign-in/1/link", Map.of());

        Page button = browser.get(browser.mailedLink("jane.doe@example.com"));
        Page back = browser.follow(browser.submit(button, "/sign-in/1/link/", Map.of()));

        Reply tokens = openId.redeem(parameters(back).get("code"));
        assertThat(claims(tokens.text("id_token")).get("amr")).hasToString("[\"link\"]");
    }

    @Test
    void core_3_1_2_4_the_customer_agrees_once_and_can_take_it_back() {
        openId.installation.sql(
                "update oauth_client set first_party = false where id = (select id from api_client where name = 'demo-web')");
        Browser browser = signedIn();
        String url = authorize("client_id", "demo-web", "scope", "openid email offline_access");
        Page asked = browser.get(url);
        assertThat(asked.location()).startsWith("/consent/1?");
        Page page = browser.follow(asked);
        assertThat(page.heading()).isEqualTo("May demo-web see this?");
        assertThat(page.body()).contains("your email address").doesNotContain("your phone number");

        Page back = browser.follow(browser.submit(page, "/consent/1", Map.of("agree", "yes")));

        Reply tokens = openId.post(
                "/token",
                OpenId.web(),
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        parameters(back).get("code"),
                        "redirect_uri",
                        CALLBACK,
                        "code_verifier",
                        OpenId.VERIFIER));
        assertThat(parameters(browser.get(url))).as("not asked again").containsKey("code");

        Page account = browser.get("/account/1");
        String client = Long.toString(openId.installation.count("select id from api_client where name = 'demo-web'"));
        browser.submit(account, "/account/1/consents", Map.of("application", client));
        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
        assertThat(browser.get(url).location()).startsWith("/consent/1?");
        assertThat(openId.installation.count(
                        "select count(*) from audit_event where client_id = ? and event in ('consent_given', 'consent_withdrawn')",
                        Long.parseLong(client)))
                .isEqualTo(2);
    }

    @Test
    void rfc_6749_4_1_2_1_a_customer_who_does_not_agree_leads_back_with_access_denied() {
        openId.installation.sql(
                "update oauth_client set first_party = false where id = (select id from api_client where name = 'demo-web')");
        Browser browser = signedIn();
        Page page = browser.follow(browser.get(authorize("client_id", "demo-web", "scope", "openid address")));

        Page back = browser.follow(browser.submit(page, "/consent/1", Map.of()));

        assertThat(parameters(back)).containsEntry("error", "access_denied").containsEntry("state", "s1");
    }

    @Test
    void prompt_consent_asks_again_even_for_the_portals_own_application() {
        Browser browser = signedIn();
        Page asked = browser.get(authorize("prompt", "consent"));
        assertThat(asked.location()).startsWith("/consent/1?");

        Page back = browser.follow(browser.submit(browser.follow(asked), "/consent/1", Map.of("agree", "yes")));

        assertThat(parameters(back)).containsKey("code");
    }

    @Test
    void rfc_9700_4_16_the_consent_page_cannot_be_framed_nor_its_form_forged() {
        Browser browser = signedIn();
        Page page = browser.follow(browser.get(authorize("prompt", "consent")));

        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(browser.post(
                                page.form("/consent/1").action(),
                                Map.of("Origin", "https://evil.example"),
                                Map.of("agree", "yes"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_new_password_ends_what_applications_have() {
        Browser browser = signedIn();
        Reply tokens = openId.redeem(parameters(browser.get(authorize("scope", "openid offline_access")))
                .get("code"));

        Page account = browser.get("/account/1");
        browser.submit(
                account, "/account/1/password", Map.of("password", PASSWORD, "newPassword", "quite another one"));

        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
        assertThat(openId.refresh(tokens.text("refresh_token")).status()).isEqualTo(400);
        openId.installation.sql(
                "update customer set password = (select password from customer where id = 3) where id = 2");
    }
}
