package io.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events of a day that is long over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditSearchTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int PAGE = 50;

    private final Sql sql = TestDatabases.empty().sql();
    private final AuditStore audit = new AuditStore(sql);

    /** One a minute for two weeks, and then those of the first day but one second later, as a clock that was set back leaves them. */
    @BeforeAll
    void happen() {
        sql.useHandle(h -> {
            for (String at :
                    List.of("n * interval '1 minute'", "n % 1440 * interval '1 minute' + interval '1 second'")) {
                h.execute("""
                        insert into audit_event (at, event, actor, portal_id, customer_id)
                        select timestamptz '2026-01-01 00:00:00Z' + %s, case when n %% 2 = 0 then 'authn_login_fail' else 'user_created' end,
                               'customer', 1 + n %% 2, n %% 10
                        from generate_series(0, %d) n
                        """.formatted(at, at.contains("second") ? 1439 : 20_159));
            }
            h.execute("""
                    insert into audit_event (at, event, actor, actor_id, portal_id)
                    select timestamptz '2026-01-01 00:00:00Z' + n * interval '1 minute', 'user_changed', 'operator', n % 2, 3
                    from generate_series(0, 20_159) n
                    """);
            h.execute("analyze audit_event");
        });
    }

    private static AuditSearch day(
            int number,
            @Nullable List<Long> portals,
            @Nullable Long customer,
            List<String> events,
            @Nullable Long before) {
        Instant since = BEGIN.plus(DAY.multipliedBy(number));
        return new AuditSearch(portals, customer, events, null, since, since.plus(DAY), before, PAGE);
    }

    static List<AuditSearch> searches() {
        return List.of(
                day(1, null, null, List.of(), null),
                day(1, List.of(1L), null, List.of(), null),
                day(1, List.of(1L, 2L), null, List.of(), null),
                day(1, null, null, List.of("authn_login_fail"), null),
                day(1, List.of(1L), null, List.of("authn_login_fail", "user_created"), null),
                day(1, null, 4L, List.of(), null),
                day(1, null, null, List.of(), null).by(new AuditSearch.Doer(Actor.OPERATOR, 1)));
    }

    /** How many events the database looks at for a search. */
    private long read(AuditSearch search) {
        return sql.inUnit(() -> {
            long before = read();
            assertThat(audit.latest(search)).hasSize(PAGE);
            return read() - before;
        });
    }

    /** How many this connection has looked at, since the database last counted for all. */
    private long read() {
        return sql.withHandle(h -> h.statement("""
                        select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'audit_event'
                        """).mapTo(Long.class).one());
    }

    @ParameterizedTest
    @MethodSource("searches")
    void a_page_costs_what_it_shows_whatever_came_since(AuditSearch search) {
        assertThat(read(search)).isBetween((long) PAGE, 2L * PAGE);
        AuditSearch next = search.before(audit.latest(search).getLast().id());
        assertThat(read(next)).isBetween((long) PAGE, 2L * PAGE + 2);
    }

    @Test
    void pages_have_each_event_once_by_its_moment_the_latest_first() {
        List<AuditEvent> read = new ArrayList<>();
        AuditSearch search = day(0, null, null, List.of(), null);
        for (List<AuditEvent> page = audit.latest(search); !page.isEmpty(); page = audit.latest(search)) {
            read.addAll(page);
            search = search.before(page.getLast().id());
        }
        assertThat(read).hasSize(3 * 1440).doesNotHaveDuplicates();
        assertThat(read).extracting(AuditEvent::at).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void a_page_behind_an_event_of_another_time_stays_in_the_time() {
        long latest = sql.withHandle(h -> h.statement("select id from audit_event order by at desc limit 1")
                .mapTo(Long.class)
                .one());
        Instant until = BEGIN.plus(DAY.multipliedBy(2));
        assertThat(audit.latest(day(1, List.of(2L), null, List.of(), latest)))
                .hasSize(PAGE)
                .allSatisfy(event -> assertThat(event.at()).isBefore(until));
    }
}
