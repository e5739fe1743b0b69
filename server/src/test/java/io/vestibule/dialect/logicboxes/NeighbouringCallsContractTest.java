package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every call: who may make it, where its parameters come from, what known clients really send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeighbouringCallsContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    /**
     * A call of the table in docs/dialects/logicboxes.md.
     *
     * @param documented the verbs of the table
     * @param parameters with which it succeeds
     */
    record Call(List<String> documented, String name, String parameters) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<String> GET = List.of("GET");
    private static final List<String> POST = List.of("POST");
    private static final List<String> BOTH = List.of("GET", "POST");

    static Stream<Call> calls() {
        return Stream.of(
                new Call(POST, "v2/authenticate", LogicBoxes.JOHN),
                new Call(POST, "authenticate", LogicBoxes.JOHN),
                new Call(POST, "v2/signup", LogicBoxes.signUpOf("{fresh}")),
                new Call(POST, "signup", LogicBoxes.signUpOf("{fresh}")),
                new Call(POST, "v2/change-password", "customer-id={id}&new-passwd=another+fine+one"),
                new Call(POST, "change-password", "customer-id={id}&new-passwd=another+fine+one"),
                new Call(BOTH, "generate-token", "username=testtest123&passwd=correct+horse+9&ip=192.0.2.1"),
                new Call(BOTH, "generate-login-token", "customer-id=2&ip=192.0.2.1"),
                new Call(BOTH, "authenticate-token", "token={token}"),
                new Call(BOTH, "authenticate-token-without-history", "token={token}"),
                new Call(GET, "details", "username=testtest123"),
                new Call(GET, "details-by-id", "customer-id=2"),
                new Call(BOTH, "forgot-password", "username=testtest123"),
                new Call(BOTH, "temp-password", "customer-id={id}"),
                new Call(GET, "search", "no-of-records=10&page-no=1"),
                new Call(POST, "modify", "customer-id={id}&city=Chicago"),
                new Call(POST, "delete", "customer-id={id}"),
                new Call(POST, "suspend", "customer-id={id}&reason=unpaid"),
                new Call(POST, "unsuspend", "customer-id={id}"));
    }

    private int number;

    /** Parameters that name a customer or token of their own. */
    private String fresh(String parameters) {
        number++;
        String filled = parameters.replace("{fresh}", "fresh" + number + "@example.com");
        if (filled.contains("{id}")) {
            filled = filled.replace("{id}", Long.toString(logicBoxes.signUp("own" + number + "@example.com")));
        }
        return filled.contains("{token}")
                ? filled.replace(
                        "{token}",
                        logicBoxes
                                .get("generate-login-token", "customer-id=3")
                                .body()
                                .replace("\"", ""))
                : filled;
    }

    private Reply send(String verb, String path, String query) {
        return logicBoxes.client.exchange(verb, path + "?" + query, Map.of(), null);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void both_json_and_xml_by_get_and_post(Call call) {
        for (String ending : new String[] {".json", ".xml"}) {
            for (String verb : BOTH) {
                Reply reply =
                        send(verb, "/api/customers/" + call.name() + ending, DEMO + "&" + fresh(call.parameters()));

                assertThat(reply.status()).as(verb + ending).isEqualTo(200);
                assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
                assertThat(reply.header("Content-Type")).startsWith("application/" + ending.substring(1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void another_verb_is_405(Call call) {
        for (String verb : new String[] {"PUT", "PATCH", "DELETE"}) {
            Reply reply = send(verb, "/api/customers/" + call.name() + ".json", DEMO);

            error(reply, 405, "That method is not allowed for this action");
            assertThat(reply.header("Allow"))
                    .isEqualTo(call.documented().equals(GET) ? "GET, HEAD, POST" : "GET, POST");
        }
    }

    @Test
    void a_hardened_portal_keeps_to_the_documented_verb() {
        try (LogicBoxes hardened = new LogicBoxes()) {
            hardened.installation.sql("update portal set hardened = true where id = 1");
            for (Call call : calls().toList()) {
                for (String verb : BOTH) {
                    String path = "/api/customers/" + call.name() + ".json?";
                    Reply reply = hardened.client.exchange(verb, path + DEMO, Map.of(), null);
                    Reply stranger = hardened.client.exchange(verb, path + "auth-userid=1&api-key=x", Map.of(), null);

                    if (call.documented().contains(verb)) {
                        assertThat(reply.status()).as(verb + " " + call).isNotEqualTo(405);
                    } else {
                        error(reply, 405, "That method is not allowed for this action");
                        assertThat(reply.header("Allow")).isEqualTo(verb.equals("GET") ? "POST" : "GET, HEAD");
                    }
                    error(stranger, 500, LogicBoxes.BAD_RESELLER);
                }
            }
            assertThat(hardened.rows("customer where disabled_at is null")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void every_call_is_made_by_a_reseller(Call call) {
        String path = "/api/customers/" + call.name() + ".json";
        String verb = call.documented().getFirst();
        String parameters = fresh(call.parameters());

        error(send(verb, path, "auth-userid=1&api-key=wrong&" + parameters), 500, LogicBoxes.BAD_RESELLER);
        error(send(verb, path, "auth-userid=2&api-key=demo-key&" + parameters), 500, LogicBoxes.BAD_RESELLER);
        error(send(verb, path, parameters), 500, "Required parameter missing: auth-userid");
        assertThat(send(verb, path, "auth-userid=1&auth-password=demo-key&" + parameters)
                        .status())
                .as("auth-password, an older name; nothing was done before")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void parameters_from_a_form_body_or_split_over_both(Call call) {
        String path = "/api/customers/" + call.name() + ".json";

        assertThat(logicBoxes.form(path, DEMO + "&" + fresh(call.parameters())).status())
                .isEqualTo(200);
        assertThat(logicBoxes.form(path + "?" + DEMO, fresh(call.parameters())).status())
                .isEqualTo(200);
    }

    /** As PHP's curl sends an array. */
    @ParameterizedTest
    @MethodSource("calls")
    void parameters_from_a_multipart_form(Call call) {
        String boundary = "------------------------d74496d66958873e";
        String body = Stream.of((DEMO + "&" + fresh(call.parameters())).split("&"))
                .map(pair -> pair.split("=", 2))
                .map(pair -> "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + pair[0] + "\"\r\n\r\n"
                        + URLDecoder.decode(pair[1], UTF_8) + "\r\n")
                .collect(joining("", "", "--" + boundary + "--\r\n"));

        Reply reply = RawConnection.exchange(
                logicBoxes.client.port(),
                "POST /api/customers/" + call.name() + ".json HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                        + body.length() + "\r\nContent-Type: multipart/form-data; boundary=" + boundary + "\r\n\r\n"
                        + body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_parameter_given_twice_is_an_error_and_nothing_is_checked(Call call) {
        String path = "/api/customers/" + call.name() + ".json";
        String verb = call.documented().getFirst();
        String parameters = fresh(call.parameters());
        long customers = logicBoxes.rows("customer");
        long events = logicBoxes.rows("audit_event");

        error(send(verb, path, DEMO + "&" + parameters + "&x=1&x=1"), 500, "A parameter was given more than once.");
        error(
                send(verb, path, DEMO + "&" + parameters + "&" + parameters.replaceFirst("&.*", "")),
                500,
                "A parameter was given more than once.");
        assertThat(logicBoxes.rows("customer")).isEqualTo(customers);
        assertThat(logicBoxes.rows("audit_event")).isEqualTo(events);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void what_known_clients_send(Call call) {
        String host = "HTTPAPI.EXAMPLE.COM";
        for (String verb : BOTH) {
            Reply reply = RawConnection.exchange(
                    logicBoxes.client.port(),
                    verb + " /api/customers/" + call.name() + ".json?&&" + DEMO + "&auth-password=&"
                            + fresh(call.parameters()) + "&lang=en&debug=&= HTTP/1.1\r\nHost: " + host
                            + "\r\nAccept: */*\r\n"
                            + (verb.equals("POST")
                                    ? "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n"
                                    : "")
                            + "\r\n");

            assertThat(reply.status()).isEqualTo(200);
        }
    }

    @Test
    void an_error_is_never_200() {
        for (Call call : calls().toList()) {
            for (String ending : new String[] {".json", ".xml"}) {
                Reply reply = send(call.documented().getFirst(), "/api/customers/" + call.name() + ending, DEMO);

                if (!call.name().equals("search")) {
                    assertThat(reply.status()).isEqualTo(500);
                    assertThat(reply.body()).contains("ERROR");
                }
            }
        }
    }
}
