package io.vestibule.operations;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vestibule.store.Database;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;

/** What the JVM, the process, the connections to the database and the build tell of themselves. */
final class RuntimeMetrics {
    private final PrometheusRegistry registry;
    private final Database database;
    private final AtomicBoolean registered = new AtomicBoolean();

    RuntimeMetrics(PrometheusRegistry registry, Database database) {
        this.registry = registry;
        this.database = database;
    }

    /** Has them in the registry, from the first call on: that of the first scrape, so that no start waits for it. */
    void register() {
        if (!registered.compareAndSet(false, true)) {
            return;
        }
        JvmMetrics.builder().register(registry);
        // Named as HikariCP's own metrics are, for the dashboards that there are
        connections("hikaricp_connections", "Connections to the database", Database.Connections::all);
        connections("hikaricp_connections_active", "Connections in use", Database.Connections::active);
        connections("hikaricp_connections_idle", "Connections that wait for work", Database.Connections::idle);
        connections("hikaricp_connections_pending", "Threads that wait for one", Database.Connections::awaited);
        connections("hikaricp_connections_max", "Connections there may be", Database.Connections::most);
        Info.builder()
                .name("vestibule_build_info")
                .help("The version that runs")
                .labelNames("version")
                .register(registry)
                .addLabelValues(RunningVersion.text());
    }

    private void connections(String name, String help, ToIntFunction<Database.Connections> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(callback -> callback.call(value.applyAsInt(database.connections()), "vestibule"))
                .register(registry);
    }
}
