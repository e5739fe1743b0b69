package io.vestibule.upstream;

import io.vestibule.cache.BoundedCache;
import io.vestibule.portal.UpstreamSettings;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link CircuitBreaker} for each upstream, as it is set at the moment. */
public final class CircuitBreakers {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreakers.class);

    private final BoundedCache<UUID, CircuitBreaker> breakers = new BoundedCache<>(1000);
    private final Set<CircuitBreaker> opened = ConcurrentHashMap.newKeySet();
    private final LongAdder answered = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    private CircuitBreaker breaker(UpstreamSettings settings) {
        return breakers.get(settings.revision(), revision -> new CircuitBreaker(System::nanoTime));
    }

    /** Fails at once while the upstream is out of order, or has asked to be left alone. */
    void requireClosed(UpstreamSettings settings) {
        require(breaker(settings).pause());
    }

    private void require(Duration pause) {
        if (!pause.isZero()) {
            rejected.increment();
            throw new UpstreamAwayException(pause);
        }
    }

    /**
     * Asks, and keeps how that went.
     *
     * @throws UpstreamAwayException if the upstream is out of order, or has asked to be left alone: it isn't asked
     */
    <T> T run(UpstreamSettings settings, Supplier<T> question) {
        CircuitBreaker breaker = breaker(settings);
        require(breaker.admit());
        boolean known = false;
        try {
            T answer = question.get();
            known = true;
            answered(settings, breaker, breaker.succeeded());
            return answer;
        } catch (UpstreamFaultException e) {
            known = true;
            Duration pause = e.retryAfter();
            if (pause != null) {
                answered(settings, breaker, breaker.throttled(pause));
            } else if (e.isOfOneRequest()) { // it has answered, though not as anybody can use it
                faults.increment();
                inOrder(settings, breaker, breaker.succeeded());
            } else {
                failed(settings, breaker, e.what());
            }
            throw e;
        } finally {
            if (!known) {
                breaker.left();
            }
        }
    }

    private void answered(UpstreamSettings settings, CircuitBreaker breaker, boolean again) {
        answered.increment();
        inOrder(settings, breaker, again);
    }

    /** @param again whether it was out of order until now */
    private void inOrder(UpstreamSettings settings, CircuitBreaker breaker, boolean again) {
        if (again) {
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

    /** How many weren't asked, as the upstream was left alone. */
    public long rejected() {
        return rejected.sum();
    }
}
