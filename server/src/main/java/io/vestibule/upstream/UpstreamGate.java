package io.vestibule.upstream;

import io.vestibule.cache.BoundedCache;
import io.vestibule.portal.UpstreamSettings;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many ask upstreams at once, and when nobody does: {@link #AT_ONCE} of this node over all upstreams, first come, first served, and a
 * {@link CircuitBreaker} for each.
 */
public final class UpstreamGate {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamGate.class);

    /** Requests at once. */
    public static final int AT_ONCE = 64;
    /** How many wait for their turn. The server works at a limited number of requests, and these must never be all of them. */
    private static final int MOST_WAITING = 256;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final BoundedCache<UUID, CircuitBreaker> breakers = new BoundedCache<>(1000);
    private final Set<CircuitBreaker> opened = ConcurrentHashMap.newKeySet();
    private final LongAdder answered = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();

    private CircuitBreaker breaker(UpstreamSettings settings) {
        return breakers.get(settings.revision(), revision -> new CircuitBreaker(System::nanoTime));
    }

    /** Fails at once while the upstream is out of order. */
    void requireInOrder(UpstreamSettings settings) {
        require(breaker(settings).pause());
    }

    private void require(Duration pause) {
        if (!pause.isZero()) {
            turnedAway.increment();
            throw new UpstreamAwayException(pause);
        }
    }

    /**
     * Asks when it is one's turn.
     *
     * @throws UpstreamAwayException if that doesn't come within a second, or the upstream is out of order
     */
    <T> T through(UpstreamSettings settings, Supplier<T> question) {
        CircuitBreaker breaker = breaker(settings);
        require(breaker.pause());
        if (!place()) {
            turnedAway.increment();
            throw new UpstreamAwayException(SHORT_PAUSE);
        }
        try {
            require(breaker.admit());
            return asked(settings, breaker, question);
        } finally {
            places.release();
        }
    }

    private <T> T asked(UpstreamSettings settings, CircuitBreaker breaker, Supplier<T> question) {
        boolean known = false;
        try {
            T answer = question.get();
            known = true;
            succeeded(settings, breaker);
            return answer;
        } catch (UpstreamFaultException e) {
            known = true;
            if (e.retryAfter() == null) {
                failed(settings, breaker, e.what());
            } else {
                succeeded(settings, breaker);
            }
            throw e;
        } finally {
            if (!known) {
                breaker.left();
            }
        }
    }

    private void succeeded(UpstreamSettings settings, CircuitBreaker breaker) {
        answered.increment();
        if (breaker.succeeded()) {
            opened.remove(breaker);
            LOG.info("the upstream at {} answers again", settings.url().getHost());
        }
    }

    private void failed(UpstreamSettings settings, CircuitBreaker breaker, String what) {
        faults.increment();
        boolean news = breaker.failed();
        if (breaker.open()) {
            opened.add(breaker);
        }
        if (news) {
            LOG.error(
                    "the upstream at {} isn't asked for a while: {}",
                    settings.url().getHost(),
                    what);
        }
    }

    private boolean place() {
        if (places.tryAcquire()) {
            return true;
        }
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            return places.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.release();
        }
    }

    /** How many requests are under way now. */
    public int running() {
        return AT_ONCE - places.availablePermits();
    }

    /** How many upstreams are left alone now. */
    public int open() {
        opened.removeIf(breaker -> breaker.pause().isZero()); // also one whose portal has another upstream now
        return opened.size();
    }

    /** How many questions were answered so far. */
    public long answered() {
        return answered.sum();
    }

    /** How many weren't, or not as the API has it. */
    public long faults() {
        return faults.sum();
    }

    /** How many weren't asked: the upstream was out of order, or too many asked. */
    public long turnedAway() {
        return turnedAway.sum();
    }
}
