package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExpiringCacheTest {
    private final AtomicLong now = new AtomicLong();
    private final Map<String, String> source = new HashMap<>();
    private boolean away;
    private int reads;
    private final ExpiringCache<String, String> fresh = new ExpiringCache<>(this::read, now::get);

    private Optional<String> read(String key) {
        reads++;
        if (away) {
            throw new IllegalStateException("the source is away");
        }
        return Optional.ofNullable(source.get(key));
    }

    @Test
    void an_answer_is_good_for_a_second() {
        source.put("a", "old");
        fresh.get("a");
        source.put("a", "new");
        now.addAndGet(ExpiringCache.AGE.toNanos() - 1);
        assertThat(fresh.get("a")).contains("old");
        now.addAndGet(1);
        assertThat(fresh.get("a")).contains("new");
    }

    @Test
    void what_is_gone_is_forgotten() {
        source.put("a", "old");
        fresh.get("a");
        source.clear();
        now.addAndGet(ExpiringCache.AGE.toNanos());
        assertThat(fresh.get("a")).isEmpty();
        away = true;
        assertThatThrownBy(() -> fresh.get("a")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void while_the_source_is_away_what_was_known_stays() {
        source.put("a", "old");
        fresh.get("a");
        away = true;
        now.addAndGet(ExpiringCache.AGE.toNanos() * 100);
        assertThat(fresh.get("a")).contains("old");
        assertThatThrownBy(() -> fresh.get("b")).isInstanceOf(IllegalStateException.class);
        away = false;
        source.put("a", "new");
        assertThat(fresh.get("a")).contains("new");
    }

    @Test
    void what_was_not_found_is_asked_again() {
        fresh.get("invented");
        fresh.get("invented");
        assertThat(reads).isEqualTo(2);
    }
}
