package io.vestibule.operations;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vestibule.http.server.ConnectionObserver;
import io.vestibule.http.server.Rejection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections and requests that were turned away before a handler saw them: counted by reason, and told in the log, once a minute
 * for each reason at most.
 */
final class Rejections implements ConnectionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Counter counter;
    private final Map<Rejection, Untold> untold = new EnumMap<>(Rejection.class);

    /** Those of one reason that no line has told of yet. */
    private static final class Untold {
        private long last = System.nanoTime() - MINUTE;
        private long count;

        /** How many a line should tell of now; 0 for no line. */
        synchronized long add() {
            count++;
            long now = System.nanoTime();
            if (now - last < MINUTE) {
                return 0;
            }
            last = now;
            long told = count;
            count = 0;
            return told;
        }
    }

    Rejections(PrometheusRegistry registry) {
        counter = Counter.builder()
                .name("vestibule_http_rejected_total")
                .help("Connections and requests turned away before a handler saw them, by reason")
                .labelNames("reason")
                .register(registry);
        for (Rejection rejection : Rejection.values()) {
            untold.put(rejection, new Untold());
        }
    }

    @Override
    public void rejected(Rejection rejection) {
        String reason = rejection.name().toLowerCase(Locale.ROOT);
        counter.labelValues(reason).inc();
        long count = Objects.requireNonNull(untold.get(rejection)).add();
        if (count > 0) {
            LOG.warn("rejected: {}, {} since the last such line", reason, count);
        }
    }
}
