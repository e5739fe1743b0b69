package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** RFC 9449: nonces, and proofs that come twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpopNonceTest {
    private final DpopClient dpop = new DpopClient();
    private final Client second = dpop.openId.installation.node();

    @AfterAll
    void stop() {
        dpop.close();
    }

    @Test
    void section_8_the_authorization_server_gives_a_nonce_and_takes_it_on_every_node() {
        DpopKey fresh = DpopKey.ec();
        String code = dpop.openId.code();

        Reply wanted = dpop.redeem(fresh, code);
        assertThat(wanted.status()).isEqualTo(400);
        assertThat(wanted.text("error")).isEqualTo("use_dpop_nonce");
        assertThat(wanted.header("DPoP-Nonce")).isEqualTo(fresh.nonce()).isNotEmpty();
        assertThat(wanted.header("Cache-Control")).contains("no-store");

        Map<String, String> headers = new HashMap<>(fresh.header("POST", "/token"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        Reply elsewhere = second.exchange(
                "POST", PORTAL + "/token", headers, OpenId.form(DpopClient.redemption(code, "demo-spa")));
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(elsewhere.header("DPoP-Nonce")).isNotEmpty();
    }

    /** oidc-client-ts 3.5 takes every refusal that brings a nonce for the want of one, asks again, and never tells its page the error. */
    @Test
    void section_8_a_refusal_that_another_nonce_would_not_mend_brings_none() {
        Reply ended = dpop.refresh(dpop.key, "no refresh token");
        assertThat(ended.text("error")).isEqualTo("invalid_grant");
        assertThat(ended.header("DPoP-Nonce")).isNull();

        Reply incomplete = dpop.openId.post(
                "/token", dpop.key.header("POST", "/token"), Map.of("grant_type", "password", "client_id", "demo-spa"));
        assertThat(incomplete.text("error")).isEqualTo("unsupported_grant_type");
        assertThat(incomplete.header("DPoP-Nonce")).isNull();

        Reply pushed = dpop.openId.post("/par", dpop.key.header("POST", "/par"), Map.of("client_id", "demo-spa"));
        assertThat(pushed.status()).isEqualTo(400);
        assertThat(pushed.header("DPoP-Nonce")).isNull();
    }

    @Test
    void section_9_the_resource_server_wants_one_too() {
        String token = dpop.tokens().text("access_token");
        Reply wanted = dpop.openId.client.get(
                PORTAL + "/userinfo",
                Map.of(
                        "Authorization",
                        "DPoP " + token,
                        "DPoP",
                        dpop.key.proof(
                                "GET",
                                "/userinfo",
                                claims -> claims.put("nonce", "old").put("ath", DpopKey.hash(token)))));

        assertThat(wanted.status()).isEqualTo(401);
        assertThat(wanted.header("WWW-Authenticate")).startsWith("DPoP ").contains("error=\"use_dpop_nonce\"");
        assertThat(wanted.header("DPoP-Nonce")).isNotEmpty();
        assertThat(dpop.userInfo(dpop.key, token).header("DPoP-Nonce")).isNotEmpty();
    }

    @Test
    void section_11_1_a_proof_is_good_once_on_all_nodes_whatever_it_is_for() {
        String token = dpop.tokens().text("access_token");
        Map<String, String> same = dpop.key.headers("GET", "/userinfo", token);
        List<Client> nodes = List.of(dpop.openId.client, second);

        List<Reply> replies = Together.run(16, i -> nodes.get(i % 2).get(PORTAL + "/userinfo", same));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 401))
                .hasSize(15)
                .allSatisfy(reply -> assertThat(reply.text("error")).isEqualTo("invalid_dpop_proof"));

        Map<String, String> proof = dpop.key.header("POST", "/token");
        String refreshToken = dpop.tokens().text("refresh_token");
        assertThat(dpop.openId
                        .post("/token", proof, DpopClient.redemption(dpop.openId.code(), "demo-spa"))
                        .status())
                .isEqualTo(200);
        String code = dpop.openId.code();
        assertThat(dpop.openId
                        .post("/token", proof, DpopClient.redemption(code, "demo-spa"))
                        .text("error"))
                .isEqualTo("invalid_dpop_proof");
        assertThat(dpop.openId
                        .post(
                                "/token",
                                proof,
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "client_id",
                                        "demo-spa",
                                        "refresh_token",
                                        refreshToken))
                        .text("error"))
                .isEqualTo("invalid_dpop_proof");
        assertThat(dpop.redeem(dpop.key, code).status())
                .as("the code is still good")
                .isEqualTo(200);
        assertThat(dpop.refresh(dpop.key, refreshToken).status())
                .as("the refresh token is still good")
                .isEqualTo(200);
    }

    @Test
    void any_page_may_send_proofs_and_read_nonces() {
        Reply preflight = dpop.openId.client.exchange(
                "OPTIONS",
                PORTAL + "/token",
                Map.of("Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "dpop,content-type"),
                null);
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("DPoP");
        assertThat(dpop.redeem(DpopKey.ec(), "any").header("Access-Control-Expose-Headers"))
                .contains("DPoP-Nonce", "WWW-Authenticate");
    }
}
