package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.config.Config;
import io.vestibule.config.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server has both of its sockets or none. */
class ListenerTest {
    private static final Edge EDGE = new Edge(
            List.of(new OneRoute(request -> Answer.empty(204))),
            new TrustedProxies(address -> false),
            fault -> new Problem.Fault(),
            RequestObserver.NONE);

    @Test
    void a_host_that_nobody_knows_is_named() {
        assertThatExceptionOfType(CannotListenException.class)
                .isThrownBy(() -> start("nowhere.invalid", 0, "127.0.0.1", 0))
                .satisfies(e -> assertThat(e.isHostUnknown()).isTrue())
                .satisfies(e -> assertThat(e.management()).isFalse())
                .satisfies(e -> assertThat(e.address()).isEqualTo("nowhere.invalid:0"));
    }

    @Test
    void where_the_second_socket_cannot_be_had_the_first_is_given_back() throws IOException {
        int port = freePort();
        for (String host : List.of("nowhere.invalid", "192.0.2.1")) {
            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> start("127.0.0.1", port, host, 0))
                    .satisfies(e -> assertThat(e.management()).isTrue());
            assertThat(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()))
                    .satisfies(ServerSocket::close);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void start(String host, int port, String managementHost, int managementPort) {
        HttpConfig config = Config.read(Map.of(
                        "VESTIBULE_MODE",
                        "live",
                        "VESTIBULE_SMTP_URL",
                        "smtp://127.0.0.1:9",
                        "VESTIBULE_PUBLIC_URL",
                        "https://id.example.com",
                        "VESTIBULE_HTTP_HOST",
                        host,
                        "VESTIBULE_HTTP_PORT",
                        Integer.toString(port),
                        "VESTIBULE_MANAGEMENT_HOST",
                        managementHost,
                        "VESTIBULE_MANAGEMENT_PORT",
                        Integer.toString(managementPort)))
                .http();
        Listener.start(config, EDGE, EDGE, rejection -> {}).close();
    }
}
