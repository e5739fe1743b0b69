package io.vestibule.product;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.support.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} on one data folder: started, stopped, killed, started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServeIT {
    private static final String SIGN_IN = "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}";

    private Path data;

    @BeforeAll
    void place(@TempDir Path folder) {
        data = folder.resolve("data");
    }

    private static int signIn(Client server) {
        return server.post("/api/v1/customer_portal/auth", Client.basic("demo", "demo-secret"), SIGN_IN)
                .status();
    }

    @Test
    void it_serves_the_demo_prints_requests_to_try_and_leaves_no_process_behind() throws Exception {
        try (RunningServer server = RunningServer.inTestMode(data, Map.of(), "serve", "--demo")) {
            assertThat(signIn(server.client())).isEqualTo(201);
            assertThat(server.client().management("/readyz").status()).isEqualTo(200);

            assertThat(server.stop()).isEqualTo(143);
            assertThat(RunningServer.postgresIn(data)).isEmpty();
            assertThat(server.lines())
                    .anyMatch(line -> line.contains("curl -u demo:demo-secret"))
                    .anyMatch(line -> line.endsWith("/dev/inbox"))
                    .noneMatch(line -> line.contains("WARN"));
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("master.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void what_was_acknowledged_before_a_kill_is_there_after_the_next_start_and_waiting_mail_goes_out()
            throws Exception {
        int smtpPort = freePort();
        Map<String, String> withSmtp = Map.of("VESTIBULE_SMTP_URL", "smtp://127.0.0.1:" + smtpPort);
        String email = "killed" + smtpPort + "@example.com";
        try (RunningServer server = RunningServer.inTestMode(data, withSmtp, "serve", "--demo")) {
            assertThat(server.client()
                            .post(
                                    "/api/rest/portal/password-register",
                                    "{\"email\":\"" + email + "\",\"password\":\"a fine long one\"}")
                            .status())
                    .isEqualTo(201);
            server.awaitLine("Mail stops"); // or the mail would be back in the outbox only when its lease ends
            server.kill();
        }
        assertThat(RunningServer.postgresIn(data)).isNotEmpty();

        GreenMail smtp = new GreenMail(new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        try (RunningServer server = RunningServer.inTestMode(data, withSmtp, "serve")) {
            assertThat(server.client()
                            .post(
                                    "/api/rest/portal/password-login",
                                    "{\"email\":\"" + email + "\",\"password\":\"a fine long one\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(smtp.waitForIncomingEmail(30_000, 1)).isTrue();
            assertThat(smtp.getReceivedMessages()[0].getAllRecipients()[0]).hasToString(email);

            assertThat(server.stop()).isEqualTo(143);
        } finally {
            smtp.stop();
        }
        assertThat(RunningServer.postgresIn(data)).isEmpty();
    }

    @Test
    void told_to_stop_it_finishes_the_request_in_flight() throws Exception {
        try (RunningServer server = RunningServer.inTestMode(data, Map.of(), "serve", "--demo")) {
            int port = server.client().port();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                String head = "POST /api/v1/customer_portal/auth HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                        + Client.basic("demo", "demo-secret").get("Authorization")
                        + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: "
                        + SIGN_IN.length() + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(US_ASCII));
                assertThat(in.readLine()).startsWith("HTTP/1.1 100");
                assertThat(in.readLine()).isEmpty();

                server.tellToStop();
                awaitClosed(port);
                socket.getOutputStream().write(SIGN_IN.getBytes(US_ASCII));

                assertThat(in.readLine()).startsWith("HTTP/1.1 201");
            }
            assertThat(server.awaitEnd()).isEqualTo(143);
            assertThat(RunningServer.postgresIn(data)).isEmpty();
        }
    }

    @Test
    void commands_work_on_the_database_of_a_running_server_which_goes_on() throws Exception {
        try (RunningServer server = RunningServer.inTestMode(data, Map.of(), "serve", "--demo")) {
            assertThat(signIn(server.client())).isEqualTo(201);
            var added = Vestibule.run(
                    Map.of("VESTIBULE_DATA_DIR", data.toString()),
                    "client",
                    "add",
                    "shop",
                    "--portal",
                    "1",
                    "--scope",
                    "sonar");
            assertThat(added.err()).isEmpty();
            assertThat(added.exit()).isZero();
            String secret = added.out()
                    .lines()
                    .filter(line -> line.startsWith("secret"))
                    .map(line -> line.substring("secret".length()).strip())
                    .findFirst()
                    .orElseThrow();
            assertThat(secret).hasSize(43);

            assertThat(server.client()
                            .post("/api/v1/customer_portal/auth", Client.basic("shop", secret), SIGN_IN)
                            .status())
                    .isEqualTo(201);
            String port = Integer.toString(server.client().port());

            var second = Vestibule.run(
                    Map.of(
                            "VESTIBULE_MODE",
                            "test",
                            "VESTIBULE_DATA_DIR",
                            data.toString(),
                            "VESTIBULE_HTTP_PORT",
                            port,
                            "VESTIBULE_MANAGEMENT_PORT",
                            "0"),
                    "serve");
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.err())
                    .contains("Can't listen on 127.0.0.1:" + port)
                    .contains("VESTIBULE_HTTP_PORT")
                    .doesNotContain("\tat ");
            assertThat(signIn(server.client())).isEqualTo(201);

            server.stop();
            assertThat(RunningServer.postgresIn(data)).isEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns when nobody listens on the port any more. */
    private static void awaitClosed(int port) throws IOException {
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.onSpinWait();
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    @Test
    void the_first_start_without_demo_data_prints_a_link_for_the_first_owner_and_the_next_none(@TempDir Path folder)
            throws Exception {
        try (RunningServer server = RunningServer.inTestMode(folder.resolve("data"), Map.of(), "serve")) {
            server.awaitLine("the console, once");
            String line = server.lines().stream()
                    .filter(one -> one.contains("the console, once"))
                    .findFirst()
                    .orElseThrow();
            assertThat(line).contains("owner@example.com");
            String link = line.replaceFirst(".*(/console/setup/\\S+).*", "$1");
            assertThat(server.client().get(link, Map.of()).status()).isEqualTo(200);
            server.stop();
        }
        try (RunningServer server = RunningServer.inTestMode(folder.resolve("data"), Map.of(), "serve")) {
            server.awaitLine("all there is to try");
            server.stop();
            assertThat(server.lines()).noneMatch(line -> line.contains("the console, once"));
        }
    }
}
