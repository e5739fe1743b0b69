package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.customer.LoginName;
import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookUpCacheTest {
    private static final int MOST = 1_000_000;
    private static final UUID REVISION = UUID.randomUUID();

    private final AtomicLong now = new AtomicLong();
    private final LookUpCache cache = new LookUpCache(MOST, now::get);

    private static LookUpCache.Asked asked(int number) {
        return new LookUpCache.Asked(REVISION, LoginName.of("customer" + number));
    }

    private static LookUpResult told(Json value) {
        return new LookUpResult.Known(new UpstreamCustomer(null, null, null, null, Map.of("field", value), null, null));
    }

    private int kept(int of) {
        int kept = 0;
        for (int i = 0; i < of; i++) {
            kept += cache.get(asked(i)) == null ? 0 : 1;
        }
        return kept;
    }

    @Test
    void an_answer_is_kept_for_a_minute() {
        cache.put(asked(1), new LookUpResult.Unknown());
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        cache.put(asked(2), new LookUpResult.Disabled());
        assertThat(cache.get(asked(1))).isEqualTo(new LookUpResult.Unknown());
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(cache.get(asked(1))).isNull();
        assertThat(cache.get(asked(2))).isEqualTo(new LookUpResult.Disabled());
    }

    @Test
    void of_long_answers_the_latest_are_kept() {
        for (int i = 0; i < 20; i++) {
            cache.put(asked(i), told(Json.of("x".repeat(100_000))));
        }
        assertThat(kept(20)).isBetween(3, 10);
        assertThat(cache.get(asked(19))).isNotNull();
        assertThat(cache.get(asked(0))).isNull();
    }

    @Test
    void an_answer_of_many_small_values_counts_for_what_it_takes() {
        Json many = Json.parse(("[1" + ",1".repeat(9_999) + "]").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 20; i++) {
            cache.put(asked(i), told(many));
        }
        assertThat(kept(20)).isLessThan(5);
    }

    @Test
    void one_that_is_told_anew_takes_the_place_of_the_former() {
        for (int i = 0; i < 1_000; i++) {
            cache.put(asked(1), told(Json.of("x".repeat(100_000))));
        }
        cache.put(asked(2), told(Json.of("x".repeat(100_000))));
        assertThat(kept(3)).isEqualTo(2);
    }
}
