package io.vestibule.operations;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vestibule.http.Outcome;
import io.vestibule.http.RequestObserver;
import io.vestibule.http.Requester;
import io.vestibule.http.server.ConnectionObserver;
import io.vestibule.http.server.Rejection;
import io.vestibule.mail.OutboxStore;
import io.vestibule.oauth.LogoutNotifier;
import io.vestibule.password.HashPool;
import io.vestibule.store.Database;
import io.vestibule.store.Outages;
import io.vestibule.upstream.Bulkhead;
import io.vestibule.upstream.CircuitBreakers;
import io.vestibule.upstream.MoveInStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is to count, for Prometheus, and the access log. Labels are routes and statuses, never paths, names or
 * addresses: there are only so many of them, and none is secret.
 */
public final class Metrics implements RequestObserver, ConnectionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final Logger ACCESS = LoggerFactory.getLogger("access");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("vestibule_requests_total")
            .help("Requests by dialect, method, route, status and outcome")
            .labelNames("dialect", "method", "route", "status", "outcome")
            .register(registry);
    private final Histogram durations = Histogram.builder()
            .name("vestibule_request_duration_seconds")
            .help("Time from request to answer by dialect and route")
            .labelNames("dialect", "route")
            .classicUpperBounds(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5)
            .classicOnly()
            .register(registry);
    private final Counter throttled = Counter.builder()
            .name("vestibule_throttled_total")
            .help("Requests that a limit refused, by dialect and route")
            .labelNames("dialect", "route")
            .register(registry);

    private final Rejections rejections = new Rejections(registry);
    private final RuntimeMetrics runtime;
    private final ThrottledRequests throttledRequests;

    /** Counts what these do. */
    public Metrics(
            HashPool pool,
            OutboxStore outbox,
            LogoutNotifier logouts,
            Bulkhead bulkhead,
            CircuitBreakers breakers,
            MoveInStore moveIns,
            Database database,
            ThrottledRequests throttledRequests) {
        this.throttledRequests = throttledRequests;
        runtime = new RuntimeMetrics(registry, database);
        gauge("vestibule_hash_pool_running", "Password hashes being computed", pool::running);
        gauge("vestibule_hash_pool_queued", "Password hashes that wait", pool::queued);
        gauge("vestibule_hash_pool_size", "Threads that compute password hashes", pool::size);
        counter("vestibule_hash_pool_completed_total", "Password hashes computed", pool::completed);
        counter(
                "vestibule_hash_pool_rejected_total",
                "Password hashes refused: the queue was full or the wait too long",
                pool::rejected);
        GaugeWithCallback.builder()
                .name("vestibule_outbox_mails")
                .help("Mails in the outbox: waiting, or set aside as unsendable")
                .labelNames("state")
                .callback(callback -> ifThere("the outbox", () -> outboxDepth(outbox, callback)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("vestibule_logout_notices")
                .help("Ends of sessions that applications haven't been told of")
                .callback(callback -> ifThere("logout notices", () -> callback.call((double) logouts.waiting())))
                .register(registry);
        counter(
                "vestibule_logout_delivered_total",
                "Ends of sessions that applications were told of",
                logouts::delivered);
        counter("vestibule_logout_failed_total", "Calls in vain to tell an application so", logouts::failed);
        upstreams(bulkhead, breakers, moveIns);
    }

    private void upstreams(Bulkhead bulkhead, CircuitBreakers breakers, MoveInStore moveIns) {
        gauge("vestibule_upstream_running", "Requests to upstreams that are under way", bulkhead::running);
        gauge("vestibule_upstream_open", "Upstreams that aren't asked for a while", breakers::open);
        counter("vestibule_upstream_answered_total", "Questions that upstreams answered", breakers::answered);
        counter(
                "vestibule_upstream_faults_total",
                "Questions that upstreams didn't answer as they should",
                breakers::faults);
        counter(
                "vestibule_upstream_turned_away_total",
                "Questions that weren't asked: the upstream was out of order, or too many asked",
                () -> bulkhead.rejected() + breakers.rejected());
        counter("vestibule_moved_in_total", "Customers who moved in by signing in", moveIns::movedIn);
    }

    private static void outboxDepth(OutboxStore outbox, GaugeWithCallback.Callback callback) {
        OutboxStore.Depth depth = outbox.depth();
        callback.call((double) depth.waiting(), "waiting");
        callback.call((double) depth.setAside(), "set_aside");
    }

    /** Left out while the database is away: the other figures are needed most then. */
    private static void ifThere(String what, Runnable count) {
        try {
            count.run();
        } catch (RuntimeException e) {
            if (!Outages.isOutage(e)) {
                throw e;
            }
            LOG.warn("{} can't be counted: {}", what, e.getClass().getSimpleName());
        }
    }

    private void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    private void gauge(String name, String help, IntSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsInt()))
                .register(registry);
    }

    @Override
    public void answered(
            String site,
            String method,
            String route,
            int status,
            Outcome outcome,
            @Nullable Requester requester,
            Duration elapsed) {
        requests.labelValues(
                        site,
                        method,
                        route,
                        Integer.toString(status),
                        outcome.name().toLowerCase(Locale.ROOT))
                .inc();
        durations.labelValues(site, route).observe(elapsed.toNanos() / 1e9);
        if (outcome == Outcome.LIMITED) {
            throttled.labelValues(site, route).inc();
            throttledRequests.count(site, requester);
        }
        ACCESS.atInfo()
                .addKeyValue("dialect", site)
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .addKeyValue("duration_ms", elapsed.toMillis())
                .log("{} {} {} {} {} ms", site, method, route, status, elapsed.toMillis());
    }

    @Override
    public void rejected(Rejection rejection) {
        rejections.rejected(rejection);
    }

    /** The text format of Prometheus, version 0.0.4. */
    byte[] text() {
        runtime.register();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
