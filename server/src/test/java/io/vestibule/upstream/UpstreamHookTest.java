package io.vestibule.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.contract.OpenApi;
import io.vestibule.json.Json;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A system of the portal's own, by a request signed as Standard Webhooks has it. */
class UpstreamHookTest {
    private static final String ANN =
            "{\"id\":4711,\"email\":\"ann@example.com\",\"username\":\"annie\",\"name\":\"Ann Doe\","
                    + "\"language\":\"fr\",\"createdAt\":1500000000,\"homePostcode\":\"AB1 2CD\",\"dependants\":2}";

    private final Installation here = Installation.demo(Generous.limits());
    private final StubUpstream hook = new StubUpstream();

    @AfterEach
    void stop() {
        here.close();
        hook.close();
    }

    private Client server() {
        return Move.from(here, Kind.HOOK, hook.url() + "/hooks/sign-in");
    }

    private Json.Object asked() {
        return (Json.Object) Json.parse(hook.requests.getLast().body().getBytes(UTF_8));
    }

    private String header(String name) {
        return hook.requests.getLast().headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().getFirst())
                .findFirst()
                .orElseThrow();
    }

    /** The last request and its answer are as openapi/upstream-hook.yaml has them. */
    private void asDocumented(String answer) {
        OpenApi.of("upstream-hook")
                .check(
                        "POST",
                        "/",
                        header("Content-Type"),
                        hook.requests.getLast().body(),
                        200,
                        Map.of("Content-Type", "application/json"),
                        answer);
    }

    @Test
    void the_request_is_signed_over_id_time_and_body() throws Exception {
        String ann = ANN.replace("\"username\":\"annie\",", "");
        hook.answers(200, "{\"outcome\":\"right\",\"customer\":" + ann + "}");

        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server(), "ann@example.com", Move.PASSWORD)))
                .isTrue();

        asDocumented("{\"outcome\":\"right\",\"customer\":" + ann + "}");
        assertThat(hook.requests.getLast().path()).isEqualTo("/hooks/sign-in");
        assertThat(asked())
                .isEqualTo(
                        Json.parse("{\"type\":\"verify\",\"login\":\"ann@example.com\",\"password\":\"an old one 7\"}"
                                .getBytes(UTF_8)));
        Instant sent = Instant.ofEpochSecond(Long.parseLong(header("webhook-timestamp")));
        assertThat(Duration.between(sent, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "HmacSHA256"));
        mac.update((header("webhook-id") + "." + header("webhook-timestamp") + ".").getBytes(US_ASCII));
        assertThat(header("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder()
                                .encodeToString(mac.doFinal(
                                        hook.requests.getLast().body().getBytes(UTF_8))));
        assertThat(
                        here.count(
                                "select count(*) from customer where id = 4711 and language = 'fr'"
                                        + " and profile @> '{\"firstName\":\"Ann\",\"lastName\":\"Doe\",\"homePostcode\":\"AB1 2CD\",\"dependants\":2}'"))
                .isEqualTo(1);
    }

    /** Whether it is nobody else's there is asked before it is a login. */
    @Test
    void the_login_that_was_not_typed_is_looked_up() {
        hook.handler = exchange -> StubUpstream.send(
                exchange,
                200,
                "application/json",
                "{\"outcome\":\"" + (asked().text("type").orElseThrow().equals("verify") ? "right" : "known")
                        + "\",\"customer\":" + ANN + "}");

        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server(), "ann@example.com", Move.PASSWORD)))
                .isTrue();

        assertThat(asked()).isEqualTo(Json.parse("{\"type\":\"look-up\",\"login\":\"annie\"}".getBytes(UTF_8)));
        assertThat(here.count("select count(*) from login where customer_id = 4711"))
                .isEqualTo(2);
    }

    /** The first who is stored is the account's primary customer. */
    @Test
    void customers_of_one_account_move_in_at_once() {
        hook.handler = exchange -> {
            Json.Object asked =
                    (Json.Object) Json.parse(StubUpstream.current().body().getBytes(UTF_8));
            String login = asked.text("login").orElseThrow();
            StubUpstream.send(
                    exchange,
                    200,
                    "application/json",
                    "{\"outcome\":\"right\",\"customer\":{\"accountId\":50,\"email\":\"" + login + "\"}}");
        };
        Client server = server();
        List<Integer> statuses = Together.run(
                8,
                i -> SignInDialect.KEAZE
                        .signIn(server, "one" + i + "@example.com", Move.PASSWORD)
                        .status());
        assertThat(statuses).containsOnly(200);
        assertThat(
                        here.count(
                                "select count(*) filter (where is_primary) * 10 + count(*) from customer where account_id = 50"))
                .isEqualTo(18);
    }

    @Test
    void a_wrong_password_is_refused_and_a_look_up_has_no_password() {
        hook.handler = exchange -> StubUpstream.send(
                exchange,
                200,
                "application/json",
                asked().text("type").orElseThrow().equals("verify")
                        ? "{\"outcome\":\"wrong\"}"
                        : "{\"outcome\":\"known\",\"customer\":" + ANN + "}");
        Client server = server();

        assertThat(SignInDialect.KEAZE.refuses(SignInDialect.KEAZE.signIn(server, "ann@example.com", "another")))
                .isTrue();
        assertThat(server.exchange("HEAD", "/api/rest/portal/customers/email/ann@example.com", Map.of(), null)
                        .status())
                .isEqualTo(200);
        asDocumented("{\"outcome\":\"known\",\"customer\":" + ANN + "}");
        assertThat(asked())
                .isEqualTo(Json.parse("{\"type\":\"look-up\",\"login\":\"ann@example.com\"}".getBytes(UTF_8)));
        assertThat(Move.details(server, "annie").text("customerid")).isEqualTo("4711");
    }

    @Test
    void each_request_has_an_id_of_its_own() {
        hook.answers(200, "{\"outcome\":\"wrong\"}");
        Client server = server();
        SignInDialect.KEAZE.signIn(server, "ann@example.com", "one");
        String first = header("webhook-id");
        SignInDialect.KEAZE.signIn(server, "ann@example.com", "two");
        assertThat(header("webhook-id")).isNotEqualTo(first).matches("msg_[0-9a-f-]{36}");
    }
}
