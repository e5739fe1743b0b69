package io.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.StatisticsRollupStore.Throttled;
import io.vestibule.audit.StatisticsStore.By;
import io.vestibule.audit.StatisticsStore.InStep;
import io.vestibule.audit.StatisticsStore.Selection;
import io.vestibule.audit.StatisticsStore.Share;
import io.vestibule.audit.StatisticsStore.Steps;
import io.vestibule.support.Installation;
import io.vestibule.support.Together;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts are the same, whether they were counted before or as they are asked for. */
class StatisticsTest {
    private final Installation installation = Installation.demo();
    private final StatisticsStore statistics = new StatisticsStore(installation.sql());
    private final StatisticsRollupStore rollup = new StatisticsRollupStore(installation.sql());
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private final Steps hours = new Steps(hour.minus(Duration.ofHours(5)), Duration.ofHours(1), 6);
    private final Steps minutes =
            new Steps(Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(59 * 60), Duration.ofMinutes(1), 60);

    @BeforeEach
    void happen() {
        installation.sql("""
                insert into audit_event (at, event, actor, dialect, portal_id, client_id, detail)
                select now() - i * interval '1 minute', case i % 3 when 0 then 'authn_login_fail' else 'authn_login_success' end,
                       'client', case when i % 2 = 0 then 'sonar' else 'keaze' end, 1 + i % 2, i % 2, '{"by": "link"}'
                from generate_series(0, 240) i
                """);
        installation.sql("insert into outbox (portal_id, customer_id, purpose, sent_at)"
                + " select 1, 2, 'password-changed', now() - i * interval '7 minutes' from generate_series(0, 20) i");
        installation.sql("update audit_rollup set counted_until = date_trunc('hour', now()) - interval '5 hours',"
                + " minutes_until = date_trunc('hour', now()) - interval '5 hours'");
        rollup.add(List.of(new Throttled(1L, "sonar", 7L, 3), new Throttled(null, "admin", null, 2)));
        rollup.add(List.of(new Throttled(1L, "sonar", 7L, 4)));
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    private record All(List<InStep> byHour, List<InStep> byMinute, List<Share> shares) {}

    private All counts() {
        return new All(
                sorted(statistics.inSteps(Selection.of(null), hours)),
                sorted(statistics.inSteps(new Selection(List.of(1L, 2L), "sonar", null, null), minutes)),
                statistics.shares(Selection.of(null), hours).stream()
                        .sorted((one, other) -> one.toString().compareTo(other.toString()))
                        .toList());
    }

    private static List<InStep> sorted(List<InStep> counts) {
        return counts.stream()
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    @Test
    void what_is_over_is_counted_once_however_many_nodes_do() {
        All before = counts();
        assertThat(before.byHour().stream()
                        .filter(count -> count.event().equals("authn_login_success"))
                        .mapToLong(InStep::count)
                        .sum())
                .isEqualTo(160);
        assertThat(before.shares())
                .contains(
                        new Share(By.CLIENT, "request_throttled", "7", 7),
                        new Share(By.PORTAL, "request_throttled", null, 2),
                        new Share(By.PORTAL, "mail_sent", "1", 21),
                        new Share(By.METHOD, "authn_login_fail", "link", 81),
                        new Share(By.PORTAL, "link_used", "2", 80));
        Together.run(4, i -> {
            for (int round = 0; round < 8; round++) {
                rollup.countMinutes();
                rollup.countHour();
            }
            return i;
        });
        while (rollup.countMinutes()) {}
        while (rollup.countHour()) {}
        assertThat(installation.count("select count(*) from audit_hour")).isPositive();
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void a_minute_is_counted_when_it_is_over_for_five() {
        while (rollup.countMinutes()) {}
        assertThat(
                        installation.count(
                                "select extract(epoch from now() - max(minute)) from audit_minute where event <> 'request_throttled'"))
                .isBetween(300L, 420L);
        assertThat(rollup.countMinutes()).isFalse();
    }

    @Test
    void sessions_are_counted_every_five_minutes_by_one_node() {
        installation.sql("insert into customer_session (id, portal_id, customer_id, amr, expires_at)"
                + " select gen_random_uuid(), 1, 2, '{pwd}', now() + interval '1 hour' from generate_series(1, 3)");
        assertThat(Together.run(4, i -> rollup.countSessions())).containsOnlyOnce(true);
        assertThat(statistics.liveSessions(null).sessions()).isEqualTo(3);
        assertThat(statistics.liveSessions(List.of(2L)).sessions()).isZero();
        installation.sql("update audit_rollup set sessions_at = now() - interval '6 minutes'");
        installation.sql("delete from customer_session");
        assertThat(rollup.countSessions()).isTrue();
        assertThat(statistics.liveSessions(null).sessions()).isZero();
    }
}
