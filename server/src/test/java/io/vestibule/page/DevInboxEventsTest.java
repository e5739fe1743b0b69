package io.vestibule.page;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dev inbox as server-sent events (HTML Standard section 9.2). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevInboxEventsTest {
    private final Installation installation = Installation.demo(Map.of("VESTIBULE_LIMIT_MAIL_CALLER_BURST", "1000"));
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    /** One that listens, past the head of the answer. */
    private static final class Watcher implements AutoCloseable {
        final RawConnection connection;

        Watcher(int port, String query, String headers) {
            connection = new RawConnection(port);
            connection.write("GET /dev/inbox/events" + query + " HTTP/1.0\r\n" + headers + "\r\n");
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 200 OK");
            for (String line = connection.nextLine(); !line.isEmpty(); ) {
                line = connection.nextLine();
            }
            assertThat(connection.nextLine()).isEqualTo("retry: 2000");
            assertThat(connection.nextLine()).isEmpty();
        }

        /** The lines of the next event, without the empty one at its end. */
        List<String> next() {
            List<String> lines = new ArrayList<>();
            for (String line = connection.nextLine(); !line.isEmpty(); line = connection.nextLine()) {
                lines.add(line);
            }
            return lines;
        }

        /** The next event's mail. */
        Json.Object mail() {
            List<String> lines = next();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).isEqualTo("event: mail");
            Json.Object mail = (Json.Object)
                    Json.parse(lines.get(2).substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
            assertThat(lines.get(1)).isEqualTo("id: " + mail.get("id"));
            return mail;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private Watcher watch(String query, String headers) {
        return new Watcher(server.port(), query, headers);
    }

    private void mail(String email) {
        assertThat(server.post(
                                "/api/rest/portal/passwordless-access",
                                "{\"email\":\"" + email + "\",\"url\":\"http://localhost:5173/welcome\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_mail_is_told_as_it_comes() {
        try (Watcher watcher = watch("?q=live@example.com", "")) {
            mail("live@example.com");

            Json.Object mail = watcher.mail();
            assertThat(mail.fields().keySet()).containsExactly("id", "at", "to", "subject", "text", "html", "links");
            assertThat(mail.text("to")).contains("live@example.com");
            assertThat(((Json.Array) mail.get("links")).items().getFirst().toString())
                    .startsWith("\"http://localhost:5173/welcome/");
        }
    }

    /** Section 9.2.4: a browser that lost the connection names the last event that it saw. */
    @Test
    void who_comes_again_gets_what_came_since_the_oldest_first() {
        Json.Object first;
        try (Watcher watcher = watch("?q=@again.example.com", "")) {
            mail("one@again.example.com");
            first = watcher.mail();
        }
        mail("two@again.example.com");
        server.get("/dev/inbox.json?wait=20&q=two@again.example.com", Map.of());
        mail("three@again.example.com");
        try (Watcher watcher = watch("?q=@again.example.com", "Last-Event-ID: " + first.get("id") + "\r\n")) {
            assertThat(watcher.mail().text("to")).contains("two@again.example.com");
            assertThat(watcher.mail().text("to")).contains("three@again.example.com");
        }
        try (Watcher watcher = watch("?after=0&q=@again.example.com", "")) {
            assertThat(watcher.mail().text("to")).contains("one@again.example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5"})
    void an_id_that_is_none_is_told(String id) {
        Reply reply = server.get("/dev/inbox/events", Map.of("Last-Event-ID", id));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("message")).contains("Last-Event-ID");
    }

    @Test
    void the_head_alone_is_answered_and_ends() {
        Reply reply = server.exchange("HEAD", "/dev/inbox/events", Map.of(), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("X-Accel-Buffering")).isEqualTo("no");
    }

    @Test
    void a_quiet_inbox_is_heard_of_within_a_quarter_of_a_minute() {
        try (Watcher watcher = watch("?q=nobody", "")) {
            assertThat(watcher.next()).containsExactly(":");
        }
    }

    @Test
    void more_watchers_than_may_be_are_refused_until_one_goes() {
        try (Installation own = Installation.demo()) {
            Client node = own.node();
            List<Watcher> watchers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                watchers.add(new Watcher(node.port(), "?q=nobody", ""));
            }
            String refused = "GET /dev/inbox/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
            Reply reply = RawConnection.exchange(node.port(), refused);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("message")).isEqualTo("64 watch the inbox, and no more may.");

            watchers.removeFirst().close();
            until(() -> hasRoom(node, refused)); // a watcher that is gone gives its place back
            watchers.forEach(Watcher::close);
        }
    }

    private static boolean hasRoom(Client node, String request) {
        try (RawConnection next = new RawConnection(node.port())) {
            return next.write(request).nextLine().contains(" 200 ");
        }
    }

    @Test
    void a_stop_does_not_wait_for_watchers() {
        try (Installation own = Installation.demo(Map.of("VESTIBULE_HTTP_DRAIN", "60s"))) {
            try (Watcher watcher = new Watcher(own.node().port(), "", "")) {
                long start = System.nanoTime();
                own.stop();
                assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
                assertThat(watcher.connection.hungUp()).isTrue();
            }
        }
    }
}
