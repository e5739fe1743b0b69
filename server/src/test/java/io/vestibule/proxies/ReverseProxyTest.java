package io.vestibule.proxies;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Any usual proxy with its default settings" (operations), and clients that speak HTTP/1.0 or close each connection. */
@Tag("proxies")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReverseProxyTest {
    private static final String KEAZE = "/api/rest/portal/";
    private static final String RIGHT = "correct horse 9";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Installation installation = Installation.demo(Generous.limits());
    private final Client server = installation.node();

    @TempDir
    Path folder;

    @AfterAll
    void stop() {
        installation.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_of_call_passes(ReverseProxy proxy) {
        int port = SystemProgram.freePort();
        try (SystemProgram _ = proxy.start(folder, port, server)) {
            Client client = new Client(port, server.managementPort());
            for (int i = 0; i < 3; i++) {
                for (SignInDialect dialect : SignInDialect.values()) {
                    assertThat(dialect.signIn(client, "john.doe@example.com", RIGHT))
                            .matches(dialect::admits);
                }
                assertThat(client.exchange("HEAD", KEAZE + "customers/email/john.doe@example.com", Map.of(), null)
                                .status())
                        .isEqualTo(200);
                assertThat(client.exchange("HEAD", KEAZE + "customers/email/nobody@example.com", Map.of(), null)
                                .status())
                        .isEqualTo(404);
            }
            Reply login = SignInDialect.KEAZE.signIn(client, "john.doe@example.com", RIGHT);
            var bearer = Client.bearer(login.text("access_token"));
            assertThat(client.json("PATCH", KEAZE + "profile", bearer, "{\"phone\":\"+44 20 7946 0123\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(client.get(KEAZE + "profile", bearer).status()).isEqualTo(200);
            assertThat(client.post(KEAZE + "revoke-token", bearer, "{}").status())
                    .isEqualTo(200);
            assertThat(client.get(KEAZE + "profile", bearer).status()).isEqualTo(401);
        }
    }

    @Test
    void haproxy_finds_the_server_well() {
        int port = SystemProgram.freePort();
        try (SystemProgram _ = ReverseProxy.HAPROXY.start(folder, port, server)) {
            Client client = new Client(port, server.managementPort());
            assertThat(until(() -> node(client), node -> node.contains(",L7")))
                    .contains(",UP,")
                    .contains(",L7OK,200,");
        }
    }

    private static String node(Client haproxy) {
        return haproxy.get("/haproxy?stats;csv", Map.of())
                .body()
                .lines()
                .filter(line -> line.startsWith("vestibule,node,"))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-k"})
    void apache_bench_gets_all_its_answers(String keepAlive) throws Exception {
        List<String> command = keepAlive.isEmpty() ? List.of("ab") : List.of("ab", keepAlive);
        String output = run(command, "-n", "40", "-c", "4", keys());
        assertThat(output).containsPattern("Complete requests: +40").containsPattern("Failed requests: +0");
        if (!keepAlive.isEmpty()) {
            assertThat(output).containsPattern("Keep-Alive requests: +40");
        }
    }

    /** It asks by HTTP/1.0 or HTTP/1.1 with {@code Connection: close}, and reads until the connection ends. */
    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1"})
    void php_reads_to_the_end_of_an_answer_and_there_is_one(String version) throws Exception {
        String script =
                "echo file_get_contents('%s', false, stream_context_create(['http' => ['protocol_version' => '%s']]));"
                        .formatted(keys(), version);
        assertThat(run(List.of("php", "-d", "default_socket_timeout=60"), "-r", script))
                .startsWith("{\"keys\"");
    }

    private String keys() {
        return "http://127.0.0.1:" + server.port() + "/.well-known/jwks.json";
    }

    /** The program's output; it ends long before a connection that waits for its next request would be closed. */
    private String run(List<String> command, String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("client.log");
        Process process = new ProcessBuilder(Stream.concat(command.stream(), Arrays.stream(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as("ended in time: " + text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
