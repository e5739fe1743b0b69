package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JANE;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.oauth.PairwiseKeyStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** OpenID Connect Core section 8: each sector knows a customer by another subject. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairwiseSubjectTest {
    private final OpenId openId = new OpenId();

    PairwiseSubjectTest() {
        sector("app.example.com");
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private void sector(@Nullable String sector) {
        openId.installation.sql(
                "update oauth_client set sector = ? where id = (select id from api_client where name = 'demo-spa')",
                sector);
    }

    /** Tokens whose subject is so, once the node knows of a change. */
    private Reply tokens(String cookie, Predicate<String> subject) {
        return until(() -> tokens(cookie), tokens -> subject.test(sub(tokens)));
    }

    private static String sub(Reply tokens) {
        return claims(tokens.text("id_token")).text("sub").orElseThrow();
    }

    private Reply tokens(String cookie, String... changes) {
        return openId.redeem(sent(openId.authorize(cookie, request(changes))).get("code"));
    }

    private Reply introspect(String token) {
        return openId.post("/introspect", OpenId.web(), Map.of("token", token));
    }

    @Test
    void section_8_1_it_is_stable_opaque_and_in_every_token() {
        Reply tokens = openId.tokens();
        String subject = sub(tokens);
        assertThat(subject).matches("[A-Za-z0-9_-]{43}");
        assertThat(sub(openId.tokens())).isEqualTo(subject);
        assertThat(sub(tokens(openId.browser(JANE)))).isNotEqualTo(subject);
        assertThat(claims(tokens.text("access_token")).text("sub")).contains(subject);
        assertThat(openId.userInfo(tokens.text("access_token")).text("sub")).isEqualTo(subject);
        assertThat(introspect(tokens.text("access_token")).text("sub")).isEqualTo(subject);
        Reply refreshed = openId.refresh(tokens.text("refresh_token"));
        assertThat(sub(refreshed)).isEqualTo(subject);
        assertThat(claims(refreshed.text("access_token")).text("sub")).contains(subject);
    }

    /** The session would tell as much as the subject. */
    @Test
    void nothing_in_a_token_is_what_another_sector_knows() {
        String cookie = openId.browser(JOHN);
        Reply pairwise = tokens(cookie);
        sector(null);
        Reply known = tokens(cookie, Long.toString(JOHN)::equals);
        for (String token : List.of("id_token", "access_token")) {
            Json.Object one = claims(pairwise.text(token));
            Json.Object other = claims(known.text(token));
            assertThat(other.text("sub")).contains(Long.toString(JOHN));
            assertThat(one.text("sub")).isNotEqualTo(other.text("sub"));
            assertThat(one.text("sid")).isPresent().isNotEqualTo(other.text("sid"));
        }
        sector("app.example.com");
        tokens(cookie, claims(pairwise.text("id_token")).text("sub").orElseThrow()::equals);
    }

    /** RFC 7662 section 2.2: what is told of a token is what holds at that moment. */
    @Test
    void introspection_tells_by_what_the_client_knows_the_customer_now() {
        String cookie = openId.browser(JOHN);
        Reply before = tokens(cookie);
        sector("other.example.com");
        Reply after = tokens(cookie, subject -> !subject.equals(sub(before)));
        Reply told = introspect(before.text("access_token"));
        assertThat(told.text("sub")).isEqualTo(sub(after));
        assertThat(told.text("sid"))
                .isEqualTo(claims(after.text("id_token")).text("sid").orElseThrow());
        sector("app.example.com");
        tokens(cookie, sub(before)::equals);
    }

    @Test
    void clients_of_one_sector_have_one_subject_and_others_another() {
        String cookie = openId.browser(JOHN);
        String here = sub(tokens(cookie));
        sector("other.example.com");
        tokens(cookie, subject -> !subject.equals(here));
        sector("app.example.com");
        tokens(cookie, here::equals);
    }

    /** Section 3.1.2.1. */
    @Test
    void an_id_token_hint_is_understood() {
        String cookie = openId.browser(JOHN);
        String hint = tokens(cookie).text("id_token");
        assertThat(sent(openId.authorize(cookie, request("id_token_hint", hint, "prompt", "none"))))
                .containsKey("code");
        assertThat(sent(openId.authorize(openId.browser(JANE), request("id_token_hint", hint, "prompt", "none"))))
                .containsEntry("error", "login_required");
        assertThat(openId.authorize("", request("id_token_hint", hint)).header("Location"))
                .startsWith("/sign-in/1?");
        String again = openId.browser(JOHN, "{pwd}", Duration.ofHours(1));
        assertThat(sent(openId.authorize(again, request("id_token_hint", hint, "prompt", "none"))))
                .as("in another session")
                .containsKey("code");
    }

    /** Section 5.5.1: no client can try out which id a customer has. */
    @Test
    void a_subject_that_is_asked_for_is_the_sectors_own() {
        String cookie = openId.browser(JOHN);
        String subject = sub(tokens(cookie));
        String claims = "{\"id_token\":{\"sub\":{\"value\":\"%s\"}}}";
        assertThat(sent(openId.authorize(cookie, request("claims", claims.formatted(subject), "prompt", "none"))))
                .containsKey("code");
        assertThat(sent(openId.authorize(cookie, request("claims", claims.formatted(JOHN), "prompt", "none"))))
                .containsEntry("error", "login_required");
    }

    /** RP-Initiated Logout section 2, Back-Channel Logout section 2.4. */
    @Test
    void signing_out_takes_it_and_tells_it() {
        try (LogoutReceiver application = new LogoutReceiver(() -> 200)) {
            openId.installation.sql(
                    "update oauth_client set backchannel_logout_uri = ? where id = (select id from api_client where name = 'demo-spa')",
                    application.uri());
            String cookie = openId.browser(JOHN);
            Reply tokens = tokens(cookie);
            Reply out =
                    openId.follow(cookie, PORTAL + "/logout?" + form(Map.of("id_token_hint", tokens.text("id_token"))));
            assertThat(out.header("Location")).as("nobody is asked").startsWith("/signed-out/1");
            Json.Object told = claims(application.next().token());
            assertThat(told.text("sub")).contains(sub(tokens));
            assertThat(told.text("sid"))
                    .isEqualTo(claims(tokens.text("id_token")).text("sid"));
            assertThat(told.fields().toString()).doesNotContain("customer");
            openId.installation.sql("update oauth_client set backchannel_logout_uri = null");
        }
    }

    @Test
    void every_node_makes_the_same_and_so_it_does_once_the_master_key_is_another() {
        String subject = sub(openId.tokens());
        String next = Tokens.random();
        MasterKey rotated = MasterKey.rotated(Secret.of(next), Secret.of(TestDatabases.MASTER_KEY));
        assertThat(new PairwiseKeyStore(openId.installation.sql(), rotated).reseal())
                .isTrue();
        Client node = openId.installation.node(
                Map.of(),
                (config, database, keys) -> io.vestibule.Server.start(
                        config, database, MasterKey.rotated(Secret.of(next), Secret.of(TestDatabases.MASTER_KEY))));
        String code = openId.code();
        Reply tokens = node.exchange(
                "POST",
                PORTAL + "/token",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form(Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "demo-spa",
                        "code",
                        code,
                        "redirect_uri",
                        OpenId.CALLBACK,
                        "code_verifier",
                        OpenId.VERIFIER)));
        assertThat(sub(tokens)).isEqualTo(subject);
        MasterKey back = MasterKey.rotated(Secret.of(TestDatabases.MASTER_KEY), Secret.of(next));
        assertThat(new PairwiseKeyStore(openId.installation.sql(), back).reseal())
                .isTrue();
    }

    /** Discovery section 3. */
    @Test
    void discovery_says_so() {
        Json.Object document = openId.client
                .get(PORTAL + "/.well-known/openid-configuration", Map.of())
                .json();
        assertThat(document.get("subject_types_supported")).hasToString("[\"public\",\"pairwise\"]");
    }
}
