package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.LogLines;
import io.vestibule.support.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Behind a proxy each customer has limits of their own, however the proxy writes addresses; and what spoils that is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwardedForTest {
    private static final Map<String, String> ONE_PER_NETWORK = Map.of(
            "VESTIBULE_LIMIT_LOOK_UP_NETWORK_BURST", "1",
            "VESTIBULE_LIMIT_LOOK_UP_NETWORK_REFILL", "1/1h");

    private final Installation installation = Installation.demo(ONE_PER_NETWORK);
    private int asked;

    @AfterAll
    void stop() {
        installation.close();
    }

    private Client behindTheProxy() {
        installation.sql("delete from throttle");
        return installation.node(Map.of("VESTIBULE_HTTP_TRUSTED_PROXIES", "127.0.0.0/8,10.0.0.0/8"));
    }

    private Reply lookUp(Client server, String forwardedFor) {
        asked++;
        return server.exchange(
                "HEAD",
                "/api/rest/portal/customers/email/nobody" + asked + "@example.com",
                forwardedFor.isEmpty() ? Map.of() : Map.of("X-Forwarded-For", forwardedFor),
                null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "203.0.113.7:51234",
                "\"203.0.113.7:51234\"",
                "2001:db8::1",
                "[2001:db8::1]",
                "[2001:db8::1]:443",
                "\"[2001:db8::1]:443\"",
                "2001:db8::1%eth0",
                "[2001:db8::1%eth0]:443",
                "198.51.100.99, 203.0.113.7:51234, 10.0.0.2:8080, [::ffff:10.0.0.3]:80",
                "203.0.113.7, , 10.0.0.2,"
            })
    void a_hop_is_an_address_with_or_without_port_brackets_and_quotes(String forwardedFor) {
        Client server = behindTheProxy();
        String other = forwardedFor.contains("2001") ? "2001:db8::9" : "203.0.113.7";

        assertThat(lookUp(server, forwardedFor).status()).isEqualTo(404);
        assertThat(lookUp(server, other).status()).as("the same network").isEqualTo(429);
        assertThat(lookUp(server, "192.0.2.1").status()).as("another network").isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "203.0.113.7:port",
                "203.0.113.7:123456",
                "203.0.113",
                "203.0.113.777",
                "[2001:db8::1",
                "2001:db8::1]:443",
                "[203.0.113.7",
                "\"203.0.113.7",
                "customer.example.com",
                "for=203.0.113.7",
                ":443",
                "::::"
            })
    void a_hop_that_is_no_address_counts_as_the_proxy_and_is_warned_of_once(String hop) {
        Client server = behindTheProxy();
        try (LogLines log = LogLines.of(TrustedProxies.class)) {
            assertThat(lookUp(server, "203.0.113.7, " + hop).status()).isEqualTo(404);
            assertThat(lookUp(server, "203.0.113.8, " + hop).status()).isEqualTo(429);
            assertThat(log.with("\"" + hop + "\"")).singleElement().asString().contains("127.0.0.1", "no address");
        }
    }

    @Test
    void a_proxy_that_is_not_trusted_is_warned_of_once_by_its_address_and_the_setting() {
        installation.sql("delete from throttle");
        Client server = installation.node();
        try (LogLines log = LogLines.of(TrustedProxies.class)) {
            assertThat(lookUp(server, "203.0.113.7").status()).isEqualTo(404);
            assertThat(lookUp(server, "203.0.113.8").status())
                    .as("not believed")
                    .isEqualTo(429);
            assertThat(log.with("X-Forwarded-For of 127.0.0.1 isn't read"))
                    .singleElement()
                    .asString()
                    .contains("VESTIBULE_HTTP_TRUSTED_PROXIES");
        }
    }

    @Test
    void a_limit_that_refuses_a_private_address_tells_that_it_may_be_a_proxy() {
        installation.sql("delete from throttle");
        Client server = installation.node();
        try (LogLines log = LogLines.of(TrustedProxies.class)) {
            lookUp(server, "");
            assertThat(log.with("a limit refused")).isEmpty();
            assertThat(lookUp(server, "").status()).isEqualTo(429);
            assertThat(lookUp(server, "").status()).isEqualTo(429);
            assertThat(log.with("a limit refused requests of 127.0.0.1"))
                    .singleElement()
                    .asString()
                    .contains("VESTIBULE_HTTP_TRUSTED_PROXIES", "X-Forwarded-For");
        }
        installation.sql("delete from throttle");
        Client proxied = installation.node(Map.of("VESTIBULE_HTTP_TRUSTED_PROXIES", "127.0.0.0/8"));
        try (LogLines log = LogLines.of(TrustedProxies.class)) {
            lookUp(proxied, "203.0.113.7");
            assertThat(lookUp(proxied, "203.0.113.7").status()).isEqualTo(429);
            assertThat(log.with("")).isEmpty();
        }
    }

    @Test
    void a_warning_is_written_once_in_its_interval_and_twenty_at_most() {
        AtomicLong now = new AtomicLong();
        var limited =
                new RateLimitedLog(LoggerFactory.getLogger(ForwardedForTest.class), Duration.ofMinutes(1), now::get);
        try (LogLines log = LogLines.of(ForwardedForTest.class)) {
            for (String about : List.of("a", "b", "a")) {
                limited.warn(about, "about {}", about);
            }
            assertThat(log.with("about a")).hasSize(1);
            assertThat(log.with("about b")).hasSize(1);

            now.addAndGet(Duration.ofMinutes(1).toNanos());
            limited.warn("a", "about {}", "a");
            assertThat(log.with("about a")).hasSize(2);

            for (int i = 0; i < 1000; i++) {
                limited.warn("flood " + i, "flood {}", i);
            }
            assertThat(log.with("flood")).hasSize(19);
        }
    }

    @Test
    void what_was_sent_can_not_forge_a_log_line() {
        assertThat(RateLimitedLog.shown("a\r\nWARN all is lost\u001b[31mé")).isEqualTo("a??WARN all is lost?[31m?");
        assertThat(RateLimitedLog.shown("x".repeat(1000))).hasSize(203);
    }
}
