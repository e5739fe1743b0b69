package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An upstream that is out of order, or means ill: 503 to the customer, a fault in log and audit, nothing stored, nothing counted. */
class HostileUpstreamTest {
    private static final String STORE_PASSWORD = "changeit";
    private static final String ANN = "ann@example.com";
    private static final String SONAR =
            "{\"data\":{\"contact_name\":\"Ann Doe\",\"email_address\":\"%s\",\"account_id\":%s,"
                    + "\"contact_id\":%s,\"username\":null}}";
    private static final String LOGICBOXES =
            "{\"customerid\":\"%s\",\"username\":\"%s\",\"useremail\":\"%s\",\"name\":\"Ann Doe\",\"customerstatus\":\"Active\"}";

    private final Installation here = Installation.demo(Generous.limits());
    private final StubUpstream upstream = new StubUpstream();

    @AfterEach
    void stop() {
        here.close();
        upstream.close();
    }

    private static StubUpstream.Handler answer(int status, String type, String body) {
        return exchange -> StubUpstream.send(exchange, status, type, body);
    }

    private static StubUpstream.Handler json(int status, String body) {
        return answer(status, "application/json", body);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        "200 with an error body",
                        Kind.SONAR,
                        json(200, "{\"error\":{\"message\":\"x\",\"status_code\":422}}")),
                Arguments.of(
                        "201 with an error body",
                        Kind.SONAR,
                        json(201, "{\"error\":{\"message\":\"x\",\"status_code\":422}}")),
                Arguments.of("200 with ERROR", Kind.LOGICBOXES, json(200, "{\"status\":\"ERROR\",\"message\":\"x\"}")),
                Arguments.of(
                        "ERROR that is no failed login",
                        Kind.LOGICBOXES,
                        json(500, "{\"status\":\"ERROR\",\"message\":\"Invalid credentials\"}")),
                Arguments.of("200 without a token", Kind.KEAZE, json(200, "{\"message\":\"no\"}")),
                Arguments.of("a second factor", Kind.KEAZE, json(401, "{\"message\":\"x\",\"challenge\":\"y\"}")),
                Arguments.of("an outcome of its own", Kind.HOOK, json(200, "{\"outcome\":\"perhaps\"}")),
                Arguments.of("right without a customer", Kind.HOOK, json(200, "{\"outcome\":\"right\"}")),
                Arguments.of("HTML", Kind.SONAR, answer(201, "text/html", "<html>Maintenance</html>")),
                Arguments.of("nothing", Kind.SONAR, json(201, "")),
                Arguments.of("no object", Kind.SONAR, json(201, "[1]")),
                Arguments.of("a name twice", Kind.SONAR, json(201, "{\"data\":{},\"data\":{}}")),
                Arguments.of("ten megabytes", Kind.SONAR, json(201, "{\"data\":\"" + "x".repeat(10_000_000) + "\"}")),
                Arguments.of("ids that are none", Kind.SONAR, json(201, SONAR.formatted(ANN, "\"one\"", "-1"))),
                Arguments.of("another customer", Kind.SONAR, json(201, SONAR.formatted("eve@example.com", "77", "77"))),
                Arguments.of(
                        "another customer",
                        Kind.LOGICBOXES,
                        json(200, LOGICBOXES.formatted("77", "eve@example.com", "eve@example.com"))),
                Arguments.of("an id that is taken here", Kind.SONAR, json(201, SONAR.formatted(ANN, "77", "2"))),
                Arguments.of(
                        "an id that is taken here", Kind.LOGICBOXES, json(200, LOGICBOXES.formatted("2", ANN, ANN))),
                Arguments.of("an account that is taken here", Kind.SONAR, json(201, SONAR.formatted(ANN, "2", "77"))),
                Arguments.of(
                        "unauthorized", Kind.SONAR, json(401, "{\"error\":{\"message\":\"x\",\"status_code\":401}}")),
                Arguments.of("a fault", Kind.KEAZE, json(500, "{\"message\":\"x\"}")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answers")
    void such_an_answer_lets_nobody_in(String what, Kind kind, StubUpstream.Handler handler) {
        upstream.handler = handler;
        refusedAsUnavailable(Move.from(here, kind, upstream.url()));
        assertThat(upstream.asked.get()).as("nothing is asked twice").isLessThanOrEqualTo(kind == Kind.SONAR ? 2 : 1);
    }

    private void refusedAsUnavailable(Client server) {
        long customers = here.count("select count(*) from customer");
        Reply reply = SignInDialect.KEAZE.signIn(server, ANN, Move.PASSWORD);

        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotNull();
        assertThat(
                        here.count(
                                "select count(*) from audit_event where event = 'portal_upstream_fault' and detail ->> 'fault' <> ''"))
                .isEqualTo(1);
        assertThat(here.count("select count(*) from portal_upstream where fault is not null"))
                .isEqualTo(1);
        assertThat(here.count("select count(*) from customer")).isEqualTo(customers);
        assertThat(here.count("select count(*) from login where value = 'ann@example.com'"))
                .isZero();
        assertThat(here.count("select count(*) from account where id in (2, 77) and external_key is not null"))
                .isZero();
        assertThat(here.count("select count(*) from lockout")).isZero();
        assertThat(here.count("select count(*) from move_in_claim")).isZero();
    }

    @Test
    void of_an_answer_of_ten_megabytes_no_more_is_read_than_may_come() {
        upstream.answers(201, "{\"data\":\"" + "x".repeat(10_000_000) + "\"}");
        refusedAsUnavailable(Move.from(here, Kind.SONAR, upstream.url()));
        assertThat(here.count("select count(*) from portal_upstream where fault = 'its answer is too long'"))
                .isEqualTo(1);
    }

    @Test
    void a_redirect_is_not_followed() {
        upstream.handler = exchange -> {
            exchange.getResponseHeaders().set("Location", upstream.url() + "/elsewhere");
            StubUpstream.send(exchange, 307, "application/json", "{}");
        };
        refusedAsUnavailable(Move.from(here, Kind.SONAR, upstream.url()));
        assertThat(upstream.asked.get()).isEqualTo(1);
    }

    @Test
    void an_answer_that_comes_byte_by_byte_is_given_up_after_two_seconds() {
        upstream.handler = this::slowly;
        long start = System.nanoTime();
        refusedAsUnavailable(Move.from(here, Kind.SONAR, upstream.url()));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(here.count("select count(*) from portal_upstream where fault = 'it took too long'"))
                .isEqualTo(1);
    }

    private void slowly(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(201, 0);
        for (int i = 0; i < 600; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            upstream.letPass(100);
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused(@TempDir Path folder) throws Exception {
        KeyStore keys = selfSigned(folder);
        try (StubUpstream https = new StubUpstream(tls(keys))) {
            https.answers(201, SONAR.formatted(ANN, "77", "77"));
            assertThat(whoTrusts(keys, https.url())).isEqualTo(201);
            refusedAsUnavailable(Move.from(here, Kind.SONAR, https.url()));
            assertThat(https.asked.get()).isEqualTo(1);
            assertThat(here.count("select count(*) from portal_upstream where fault like '%certificate%'"))
                    .isEqualTo(1);
        }
    }

    /** It would answer whoever knows its certificate. */
    private static int whoTrusts(KeyStore keys, String url) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static KeyStore selfSigned(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "self",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD);
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor())
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        Certificate certificate = keys.getCertificate("self");
        keys.setCertificateEntry("trusted", certificate);
        return keys;
    }

    private static SSLContext tls(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void a_field_that_the_profile_does_not_take_is_left_out_and_lets_the_customer_in() {
        upstream.answers(
                200,
                LOGICBOXES
                        .formatted("77", ANN, ANN)
                        .replace(
                                "}",
                                ",\"country\":\"Atlantis\",\"city\":\"Den\\u0001ver\","
                                        + "\"zip\":12345,\"telno\":\"1\",\"telnocc\":\"999\",\"creationdt\":\"long ago\",\"langpref\":\"deutsch\"}"));
        Client server = Move.from(here, Kind.LOGICBOXES, upstream.url());

        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server, ANN, Move.PASSWORD)))
                .isTrue();
        assertThat(
                        here.count(
                                "select count(*) from customer where id = 77 and profile ->> 'homePostcode' = '12345'"
                                        + " and not jsonb_exists(profile, 'country') and not jsonb_exists(profile, 'city') and language is null"))
                .isEqualTo(1);
    }

    @Test
    void rfc_6585_4_who_asks_for_a_pause_gets_it_and_is_not_out_of_order() {
        upstream.handler = exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "1800");
            StubUpstream.send(exchange, 429, "application/json", "{\"message\":\"x\"}");
        };
        Client server = Move.from(here, Kind.KEAZE, upstream.url());
        for (int i = 0; i < 9; i++) {
            Reply reply = SignInDialect.KEAZE.signIn(server, "ann" + i + "@example.com", Move.PASSWORD);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(Integer.parseInt(String.valueOf(reply.header("Retry-After"))))
                    .isBetween(1, 60);
        }
        assertThat(upstream.asked.get())
                .as("one may be about a login, five in a row are about the portal")
                .isEqualTo(5);
        assertThat(SignInDialect.KEAZE.admits(
                        SignInDialect.KEAZE.signIn(server, "john.doe@example.com", "correct horse 9")))
                .as("who lives here")
                .isTrue();
        assertThat(here.count("select count(*) from audit_event where event = 'portal_upstream_fault'"))
                .isZero();
    }
}
