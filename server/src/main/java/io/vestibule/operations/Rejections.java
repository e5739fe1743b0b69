package io.vestibule.operations;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vestibule.http.RateLimitedLog;
import io.vestibule.http.server.ConnectionObserver;
import io.vestibule.http.server.Rejection;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** Connections and requests that were turned away before a handler saw them: counted by reason, and told in the log now and then. */
final class Rejections implements ConnectionObserver {
    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(Rejections.class), Duration.ofMinutes(1));
    private final Counter counter;

    Rejections(PrometheusRegistry registry) {
        counter = Counter.builder()
                .name("vestibule_http_rejected_total")
                .help("Connections and requests turned away before a handler saw them, by reason")
                .labelNames("reason")
                .register(registry);
    }

    @Override
    public void rejected(Rejection rejection) {
        String reason = rejection.name().toLowerCase(Locale.ROOT);
        counter.labelValues(reason).inc();
        log.warn(reason, "rejected before a handler saw it: {}; vestibule_http_rejected_total counts them", reason);
    }
}
