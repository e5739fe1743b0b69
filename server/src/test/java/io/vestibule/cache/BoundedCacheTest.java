package io.vestibule.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
    private static final int SIZE = 100;

    private final BoundedCache<Integer, String> cache = new BoundedCache<>(SIZE);

    @Test
    void what_is_put_is_kept_until_it_is_put_anew_or_removed() {
        assertThat(cache.get(1)).isNull();
        cache.put(1, "one");
        assertThat(cache.get(1)).isEqualTo("one");
        cache.put(1, "another");
        assertThat(cache.get(1)).isEqualTo("another");
        cache.remove(1);
        assertThat(cache.get(1)).isNull();
    }

    @Test
    void what_is_missing_is_made_once() {
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThat(cache.get(1, key -> "made " + made.incrementAndGet())).isEqualTo("made 1");
        }
    }

    @Test
    void as_many_as_were_asked_for_last_are_kept() {
        for (int round = 0; round < 5; round++) {
            for (int key = 0; key < SIZE; key++) {
                cache.get(key, Object::toString);
            }
        }
        assertThat(IntStream.range(0, SIZE))
                .allSatisfy(key -> assertThat(cache.get(key)).isEqualTo(Integer.toString(key)));
    }

    @Test
    void what_is_asked_for_again_and_again_outlasts_any_number_of_others() {
        cache.put(-1, "asked for");
        for (int key = 0; key < SIZE * 10; key++) {
            cache.put(key, "passing");
            assertThat(cache.get(-1)).isEqualTo("asked for");
        }
    }

    @Test
    void no_more_than_twice_as_many_are_kept() {
        List<Integer> kept = new ArrayList<>();
        for (int key = 0; key < SIZE * 10; key++) {
            cache.put(key, "passing");
        }
        for (int key = SIZE * 10 - 1; key >= 0; key--) { // from the last one: asking keeps
            if (cache.get(key) != null) {
                kept.add(key);
            }
        }
        assertThat(kept).hasSizeBetween(SIZE, 2 * SIZE);
        assertThat(kept.subList(0, SIZE))
                .isEqualTo(IntStream.rangeClosed(1, SIZE)
                        .map(i -> SIZE * 10 - i)
                        .boxed()
                        .toList());
    }

    @Test
    void what_was_put_anew_is_never_found_as_it_was_before() {
        cache.put(-1, "before");
        for (int key = 0; key < SIZE; key++) {
            cache.put(key, "passing");
        }
        cache.put(-1, "after");
        for (int key = 0; key < SIZE * 3; key++) {
            assertThat(cache.get(-1)).isEqualTo("after");
            cache.put(key, "passing");
        }
    }

    @Test
    void many_threads_find_what_they_put() throws InterruptedException {
        List<Throwable> faults = new ArrayList<>();
        var seen = ConcurrentHashMap.<Integer>newKeySet();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, fault) -> {
                            synchronized (faults) {
                                faults.add(fault);
                            }
                        })
                        .start(() -> {
                            for (int i = 0; i < 20_000; i++) {
                                int key = i % (SIZE * 3);
                                assertThat(cache.get(key, Object::toString)).isEqualTo(Integer.toString(key));
                                seen.add(key);
                            }
                        }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(faults).isEmpty();
        assertThat(seen).hasSize(SIZE * 3);
    }
}
