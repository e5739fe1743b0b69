package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.DpopKey;
import io.vestibule.support.Reply;
import java.util.HashMap;
import java.util.Map;

/** An application that proves possession of its key, at a server of its own. */
final class DpopClient implements AutoCloseable {
    final OpenId openId = new OpenId();
    final DpopKey key = DpopKey.ec().knowing(openId.client);

    Reply post(String endpoint, DpopKey prover, Map<String, String> headers, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(prover.header("POST", endpoint));
        return prover.learn(openId.post(endpoint, all, form));
    }

    static Map<String, String> redemption(String code, String client) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER));
        if (!client.isEmpty()) {
            form.put("client_id", client);
        }
        return form;
    }

    Reply redeem(DpopKey prover, String code) {
        return post("/token", prover, Map.of(), redemption(code, "demo-spa"));
    }

    Reply tokens(String... changes) {
        Reply reply = redeem(key, openId.code(changes));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    Reply refresh(DpopKey prover, String token) {
        return post(
                "/token",
                prover,
                Map.of(),
                Map.of("grant_type", "refresh_token", "client_id", "demo-spa", "refresh_token", token));
    }

    Reply userInfo(DpopKey prover, String token) {
        return prover.learn(openId.client.get(PORTAL + "/userinfo", prover.headers("GET", "/userinfo", token)));
    }

    @Override
    public void close() {
        openId.close();
    }
}
