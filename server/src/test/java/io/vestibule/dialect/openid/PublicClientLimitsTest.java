package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What anybody can have kept who knows the name of a public client: so much by network (docs/decisions/0059). */
class PublicClientLimitsTest {
    private static final int BURST = 3;
    private static final String HERE = "198.51.100.1";
    private static final String ELSEWHERE = "198.51.100.2";

    private final Installation installation = Installation.demo(Generous.limitsAnd(Generous.frozen()));

    @BeforeEach
    void prepare() {
        installation.sql("delete from throttle");
        installation.sql("delete from pushed_request");
        installation.sql("delete from device_code");
        installation.sql("update oauth_client set grant_types = grant_types || '{"
                + "urn:ietf:params:oauth:grant-type:device_code}'");
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    /** An endpoint that keeps something for whoever asks. */
    enum Door {
        /** RFC 9126 section 2.3: 429, if the client exceeds its number of requests. */
        PUSHED_REQUEST("/par", 201, "pushed_request"),
        /** RFC 8628 section 5.1: the more codes wait, the likelier one is guessed. */
        DEVICE_AUTHORIZATION("/device_authorization", 200, "device_code");

        private final String endpoint;
        private final int done;
        private final String table;

        Door(String endpoint, int done, String table) {
            this.endpoint = endpoint;
            this.done = done;
            this.table = table;
        }

        Reply ask(Client node, String network) {
            return ask(node, network, Map.of(), request());
        }

        Reply ask(Client node, String network, Map<String, String> headers, Map<String, String> parameters) {
            Map<String, String> all = new HashMap<>(headers);
            all.put("X-Forwarded-For", network);
            all.put("Content-Type", "application/x-www-form-urlencoded");
            return node.exchange("POST", PORTAL + endpoint, all, form(parameters));
        }
    }

    private Client node() {
        return installation.node(Map.of(
                "VESTIBULE_HTTP_TRUSTED_PROXIES",
                "127.0.0.0/8",
                "VESTIBULE_LIMIT_SIGN_IN_NETWORK_BURST",
                Integer.toString(BURST)));
    }

    private long kept(Door door) {
        return installation.count("select count(*) from " + door.table);
    }

    private static void exhaust(Door door, Client node, String network) {
        for (int i = 0; i < BURST; i++) {
            assertThat(door.ask(node, network).status()).isEqualTo(door.done);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_network_has_so_much_kept_and_another_has_its_own(Door door) {
        Client node = node();
        exhaust(door, node, HERE);

        Reply refused = door.ask(node, HERE);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("error")).isEqualTo("temporarily_unavailable");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.header("Access-Control-Expose-Headers")).contains("Retry-After");
        assertThat(kept(door)).isEqualTo(BURST);
        assertThat(door.ask(node, ELSEWHERE).status()).isEqualTo(door.done);
        installation.sql("update throttle set tat = tat - interval '1 day'");
        assertThat(door.ask(node, HERE).status()).isEqualTo(door.done);
    }

    @ParameterizedTest
    @EnumSource
    void of_32_at_once_on_two_nodes_the_burst_passes(Door door) {
        List<Client> nodes = List.of(node(), node());

        List<Integer> statuses =
                Together.run(32, i -> door.ask(nodes.get(i % 2), HERE).status());

        assertThat(statuses.stream().filter(status -> status == door.done)).hasSize(BURST);
        assertThat(statuses.stream().filter(status -> status == 429)).hasSize(32 - BURST);
        assertThat(kept(door)).isEqualTo(BURST);
    }

    @ParameterizedTest
    @EnumSource
    void what_an_endpoint_refuses_takes_nothing(Door door) {
        Client node = node();
        for (int i = 0; i <= BURST; i++) {
            assertThat(door.ask(node, HERE, Map.of(), request("scope", "unknown"))
                            .status())
                    .isEqualTo(400);
        }

        assertThat(door.ask(node, HERE).status()).isEqualTo(door.done);
    }

    @ParameterizedTest
    @EnumSource
    void an_application_with_credentials_is_not_counted(Door door) {
        Client node = node();
        for (int i = 0; i <= BURST; i++) {
            assertThat(door.ask(node, HERE, OpenId.web(), request("client_id", "demo-web"))
                            .status())
                    .isEqualTo(door.done);
        }
    }

    @Test
    void each_is_counted_apart_and_sign_ins_are_too() {
        Client node = node();
        exhaust(Door.PUSHED_REQUEST, node, HERE);
        exhaust(Door.DEVICE_AUTHORIZATION, node, HERE);

        assertThat(node.post(
                                "/api/rest/portal/password-login",
                                Map.of("X-Forwarded-For", HERE),
                                "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_proof_of_possession_that_came_with_a_refused_request_is_still_good() {
        Client node = node();
        DpopKey key = DpopKey.ec().knowing(node);
        exhaust(Door.PUSHED_REQUEST, node, HERE);
        Map<String, String> proof = key.header("POST", "/par");

        Reply refused = Door.PUSHED_REQUEST.ask(node, HERE, proof, request());

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("DPoP-Nonce")).isNull();
        assertThat(installation.count("select count(*) from used_jwt")).isZero();
        installation.sql("delete from throttle");
        assertThat(Door.PUSHED_REQUEST.ask(node, HERE, proof, request()).status())
                .isEqualTo(201);
        assertThat(Door.PUSHED_REQUEST.ask(node, HERE, proof, request()).text("error"))
                .isEqualTo("invalid_dpop_proof");
    }
}
