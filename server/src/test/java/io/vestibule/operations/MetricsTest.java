package io.vestibule.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z_]+) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(?:\\{((?:[a-z]+=\"[^\"\\\\\n]*\",?)+)})? ([-+0-9.eE]+|NaN|\\+Inf)");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    private final Installation installation =
            Installation.demo(Generous.limitsAnd(Map.of("VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST", "1")));
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private record Sample(String name, Map<String, String> labels, double value) {}

    private List<Sample> scrape() {
        List<Sample> samples = new ArrayList<>();
        Map<String, String> types = new HashMap<>();
        for (String line : server.management("/metrics").body().lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                types.merge(comment.group(2), comment.group(1), (first, second) -> first + second);
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            assertThat(types.get(sample.group(1).replaceFirst("_(bucket|sum|count)$", "")))
                    .as(line)
                    .isEqualTo("HELPTYPE");
            Map<String, String> labels = new HashMap<>();
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            samples.add(new Sample(
                    sample.group(1), labels, Double.parseDouble(sample.group(3).replace("+Inf", "Infinity"))));
        }
        return samples;
    }

    private double value(String name, Map<String, String> labels) {
        return scrape().stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }

    @Test
    void the_jvm_the_process_the_connections_and_the_build_are_told_of() {
        assertThat(scrape().stream().map(Sample::name))
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_threads_current",
                        "jvm_gc_collection_seconds_count",
                        "process_cpu_seconds_total",
                        "hikaricp_connections",
                        "hikaricp_connections_active",
                        "hikaricp_connections_idle",
                        "hikaricp_connections_pending");
        assertThat(value("hikaricp_connections_max", Map.of("pool", "vestibule")))
                .isPositive();
        assertThat(value("vestibule_build_info", Map.of())).isEqualTo(1);
    }

    @Test
    void requests_are_counted_by_dialect_method_route_status_and_outcome() {
        SignInDialect.SONAR.signIn(server, "testtest123", "wrong");
        SignInDialect.LOGICBOXES_XML.signIn(server, "testtest123", "wrong");
        SignInDialect.KEAZE.signIn(server, "john.doe@example.com", "correct horse 9");
        for (Map<String, String> labels : List.of(
                Map.of(
                        "dialect",
                        "sonar",
                        "method",
                        "POST",
                        "route",
                        "/api/v1/customer_portal/auth",
                        "outcome",
                        "refused"),
                Map.of(
                        "dialect",
                        "logicboxes",
                        "route",
                        "/api/customers/v2/authenticate.xml",
                        "status",
                        "500",
                        "outcome",
                        "refused"),
                Map.of("dialect", "keaze", "route", "/api/rest/portal/password-login", "outcome", "answered"))) {
            assertThat(value("vestibule_requests_total", labels))
                    .as(labels.toString())
                    .isEqualTo(1);
        }
        assertThat(value("vestibule_request_duration_seconds_count", Map.of("dialect", "sonar")))
                .isEqualTo(1);
    }

    @Test
    void labels_never_carry_what_a_client_made_up() {
        server.get("/api/rest/portal/auth-token/77/invented-token", Map.of());
        server.get("/api/customers/invented.json?api-key=invented", Map.of());
        server.get("/invented", Map.of());
        server.exchange("INVENTED", "/invented", Map.of(), null);
        assertThat(server.management("/metrics").body())
                .doesNotContainIgnoringCase("invented")
                .contains("route=\"/api/rest/portal/auth-token/{id}/{token}\"")
                .contains("method=\"other\"");
    }

    @Test
    void refusals_by_a_limit_are_counted() {
        for (int i = 0; i < 3; i++) {
            server.exchange("HEAD", "/api/rest/portal/customers/email/x@example.com", Map.of(), null);
        }
        assertThat(value(
                        "vestibule_throttled_total",
                        Map.of("dialect", "keaze", "route", "/api/rest/portal/customers/email/{email}")))
                .isEqualTo(2);
    }

    @Test
    void the_hash_pool_and_the_outbox_are_watched() {
        installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, set_aside_at) values (1, 2, 'none', now())");
        installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, due_at) values (1, 2, 'none', now() + interval"
                        + " '1 day')");
        assertThat(value("vestibule_outbox_mails", Map.of("state", "waiting"))).isEqualTo(1);
        assertThat(value("vestibule_outbox_mails", Map.of("state", "set_aside")))
                .isEqualTo(1);
        assertThat(value("vestibule_hash_pool_size", Map.of())).isPositive();
        assertThat(scrape().stream().map(Sample::name))
                .contains(
                        "vestibule_hash_pool_running",
                        "vestibule_hash_pool_queued",
                        "vestibule_hash_pool_completed_total",
                        "vestibule_hash_pool_rejected_total");
    }

    @Test
    void a_management_port_knows_nothing_else() {
        assertThat(server.management("/livez").body()).isEqualTo("ok\n");
        assertThat(server.management("/readyz").body()).isEqualTo("ok\n");
        assertThat(server.management("/api/v1/customer_portal/auth").status()).isEqualTo(404);
        assertThat(server.get("/metrics", Map.of()).status()).isEqualTo(404);
        assertThat(server.get("/readyz", Map.of()).status()).isEqualTo(404);
    }
}
