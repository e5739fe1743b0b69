package io.vestibule.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import io.vestibule.support.Together;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The database function that takes permits: its arithmetic. In one transaction the database's clock stands still. */
class AcquireTest {
    private static final UUID NARROW = new UUID(0, 1);
    private static final UUID BROAD = new UUID(0, 2);

    private final Sql sql = TestDatabases.empty().sql();

    /** The seconds to wait, null: granted. */
    private static @Nullable Double acquire(Handle h, UUID key, String spacing, int burst) {
        return h.statement(
                        "select extract(epoch from acquire(array[:key], array[cast(:spacing as interval)], array[:burst]))")
                .bind("key", key)
                .bind("spacing", spacing)
                .bind("burst", burst)
                .map(rs -> Optional.ofNullable(rs.getBigDecimal(1)))
                .one()
                .map(BigDecimal::doubleValue)
                .orElse(null);
    }

    private static @Nullable Double acquireBoth(Handle h, int narrow, int broad) {
        return h.statement("""
                        select extract(epoch from acquire(
                            array[:narrow, :broad], array[interval '1 minute', interval '1 second'], array[:few, :many]))
                        """)
                .bind("narrow", NARROW)
                .bind("broad", BROAD)
                .bind("few", narrow)
                .bind("many", broad)
                .map(rs -> Optional.ofNullable(rs.getBigDecimal(1)))
                .one()
                .map(BigDecimal::doubleValue)
                .orElse(null);
    }

    private static void ages(Handle h, String interval) {
        h.execute("update throttle set tat = tat - cast(? as interval)", interval);
    }

    @Test
    void exactly_the_burst_passes_and_the_wait_is_until_the_next_has_room() {
        sql.useTransaction(h -> {
            for (int i = 0; i < 5; i++) {
                assertThat(acquire(h, NARROW, "1 minute", 5)).isNull();
            }
            assertThat(acquire(h, NARROW, "1 minute", 5)).isEqualTo(60);
            ages(h, "20 seconds");
            assertThat(acquire(h, NARROW, "1 minute", 5)).isEqualTo(40);
            ages(h, "40 seconds");
            assertThat(acquire(h, NARROW, "1 minute", 5)).isNull();
            assertThat(acquire(h, NARROW, "1 minute", 5)).isEqualTo(60);
        });
    }

    @Test
    void a_burst_of_one_lets_the_first_pass() {
        sql.useTransaction(h -> {
            assertThat(acquire(h, NARROW, "2 minutes", 1)).isNull();
            assertThat(acquire(h, NARROW, "2 minutes", 1)).isEqualTo(120);
        });
    }

    @Test
    void who_was_away_for_long_has_the_burst_and_no_more() {
        sql.useTransaction(h -> {
            acquire(h, NARROW, "1 minute", 3);
            ages(h, "10 days");
            for (int i = 0; i < 3; i++) {
                assertThat(acquire(h, NARROW, "1 minute", 3)).isNull();
            }
            assertThat(acquire(h, NARROW, "1 minute", 3)).isEqualTo(60);
        });
    }

    @Test
    void the_narrow_permit_is_given_back_when_the_broad_limit_is_full() {
        sql.useTransaction(h -> {
            assertThat(acquireBoth(h, 2, 1)).isNull();
            assertThat(acquireBoth(h, 2, 1)).isEqualTo(1);
            assertThat(acquireBoth(h, 2, 1)).isEqualTo(1);
            assertThat(acquireBoth(h, 2, 9)).isNull();
            assertThat(acquireBoth(h, 2, 9)).isEqualTo(60);
        });
    }

    @Test
    void a_narrow_limit_that_is_met_first_and_given_back_is_as_if_never_met() {
        sql.useTransaction(h -> {
            acquire(h, BROAD, "1 second", 1);
            assertThat(acquireBoth(h, 2, 1)).isEqualTo(1);
            assertThat(acquire(h, NARROW, "1 minute", 2)).isNull();
            assertThat(acquire(h, NARROW, "1 minute", 2)).isNull();
            assertThat(acquire(h, NARROW, "1 minute", 2)).isEqualTo(60);
        });
    }

    @Test
    void the_broad_limit_is_not_touched_when_the_narrow_one_is_full() {
        sql.useTransaction(h -> {
            acquire(h, NARROW, "1 minute", 1);
            assertThat(acquireBoth(h, 1, 1)).isEqualTo(60);
            assertThat(acquire(h, BROAD, "1 second", 1)).isNull();
        });
    }

    @Test
    void no_limits_let_everything_pass() {
        boolean granted = sql.withHandle(h -> h.statement("select acquire('{}', '{}', '{}') is null")
                .mapTo(Boolean.class)
                .one());
        assertThat(granted).isTrue();
    }

    @Test
    void callers_who_share_limits_in_their_order_and_the_housekeeping_never_block_each_other() {
        int burst = 40;
        List<Integer> granted = Together.run(17, thread -> thread == 16 ? tidy() : stress(new Random(thread), burst));
        assertThat(granted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(burst);
    }

    /** Takes the last of eight limits and some of those before it, in order; how often that went well. */
    private int stress(Random random, int burst) {
        return sql.withHandle(h -> IntStream.range(0, 100)
                .map(i -> {
                    List<String> keys = IntStream.range(0, 8)
                            .filter(key -> key == 7 || random.nextBoolean())
                            .mapToObj(key -> new UUID(1, key).toString())
                            .toList();
                    return h.statement("""
                                    select acquire(k, array_fill(interval '1 day', array[cardinality(k)]),
                                                   array_fill(cast(:burst as int), array[cardinality(k)])) is null
                                    from (select cast(:keys as uuid[]) as k) as given
                                    """)
                                    .bind("keys", "{" + String.join(",", keys) + "}")
                                    .bind("burst", burst)
                                    .mapTo(Boolean.class)
                                    .one()
                            ? 1
                            : 0;
                })
                .sum());
    }

    private int tidy() {
        return sql.withHandle(h -> {
            for (int i = 0; i < 50; i++) {
                h.execute("delete from throttle where key in (select key from throttle where tat < now()"
                        + " limit 5000 for update skip locked)");
            }
            return 0;
        });
    }
}
