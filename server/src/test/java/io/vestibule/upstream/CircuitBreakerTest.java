package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(now::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.admit()).isZero();
            breaker.failed();
        }
    }

    @Test
    void five_faults_in_a_row_open_it() {
        fail(4);
        assertThat(breaker.admit()).isZero();
        assertThat(breaker.succeeded()).as("it wasn't open").isFalse();
        fail(5);
        assertThat(breaker.open()).isTrue();
        assertThat(breaker.admit()).isEqualTo(CircuitBreaker.PAUSE);
        now.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(breaker.pause()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void a_pause_that_is_asked_for_again_and_again_is_kept_and_is_no_fault() {
        for (int i = 0; i < 4; i++) {
            breaker.throttled(Duration.ofSeconds(60));
        }
        assertThat(breaker.admit()).as("it may be about one login").isZero();
        breaker.succeeded();
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.admit()).isZero();
            breaker.throttled(Duration.ofSeconds(60));
        }
        breaker.throttled(Duration.ofSeconds(7)); // who had asked before
        assertThat(breaker.open()).isFalse();
        assertThat(breaker.admit()).isEqualTo(Duration.ofSeconds(60));
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(breaker.pause()).isEqualTo(Duration.ofSeconds(1));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(breaker.admit()).isZero();
        assertThat(breaker.admit()).isZero();
    }

    @Test
    void after_the_pause_one_tries_and_decides() {
        fail(5);
        now.addAndGet(CircuitBreaker.PAUSE.toNanos());
        assertThat(breaker.admit()).isZero();
        assertThat(breaker.admit()).as("another waits for that one").isEqualTo(Duration.ofSeconds(1));
        breaker.failed();
        assertThat(breaker.admit()).isEqualTo(CircuitBreaker.PAUSE);

        now.addAndGet(CircuitBreaker.PAUSE.toNanos());
        assertThat(breaker.admit()).isZero();
        breaker.left();
        assertThat(breaker.admit())
                .as("who didn't get to ask leaves it to the next")
                .isZero();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.admit()).isZero();
        assertThat(breaker.admit()).isZero();
    }
}
