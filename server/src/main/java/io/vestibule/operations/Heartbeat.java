package io.vestibule.operations;

import io.vestibule.audit.StatisticsRollupStore;
import io.vestibule.node.Job;
import io.vestibule.node.Node;
import io.vestibule.node.Node.Hashing;
import io.vestibule.node.Node.Heap;
import io.vestibule.node.Node.Pool;
import io.vestibule.node.NodeStore;
import io.vestibule.password.HashPool;
import io.vestibule.sql.Sql;
import io.vestibule.store.Database;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other nodes, every fifteen seconds, that this one is here and how it does; and adds to the statistics what only it counts. */
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** A start has enough to do. */
    private static final Duration FIRST = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final NodeStore nodes;
    private final StatisticsRollupStore statistics;
    private final Sources sources;
    private final UUID id = UUID.randomUUID();
    private final Instant started = Instant.now();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("heartbeat").unstarted(this::run);

    /**
     * What it tells of.
     *
     * @param connections of clients, that are open
     */
    public record Sources(
            Database database,
            HashPool pool,
            IntSupplier connections,
            Supplier<List<Job>> jobs,
            ThrottledRequests throttled) {}

    public Heartbeat(Sql sql, Sources sources) {
        this.nodes = new NodeStore(sql);
        this.statistics = new StatisticsRollupStore(sql);
        this.sources = sources;
    }

    /** Starts, a second from now. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            for (Duration pause = FIRST; !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS); pause = PAUSE) {
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            nodes.beat(InstantSource.system(), this::node);
            sources.throttled().addTo(statistics);
        } catch (RuntimeException e) { // the database is away; the next beat comes
            LOG.debug(
                    "the other nodes can't be told of this one: {}",
                    e.getClass().getSimpleName());
        }
    }

    private Node node(@Nullable Duration clockAhead) {
        Database.Connections pool = sources.database().connections();
        HashPool hashes = sources.pool();
        Runtime runtime = Runtime.getRuntime();
        return new Node(
                id,
                host(),
                RunningVersion.text(),
                started,
                clockAhead,
                new Pool(pool.all(), pool.active(), pool.awaited(), pool.most()),
                new Hashing(hashes.library(), hashes.size(), hashes.running(), hashes.queued()),
                sources.connections().getAsInt(),
                new Heap(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory()),
                sources.jobs().get());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Tells the others that it is gone. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
            nodes.remove(id);
            sources.throttled().addTo(statistics);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the database is away: it is forgotten within the hour
            LOG.debug(
                    "the other nodes can't be told that this one is gone: {}",
                    e.getClass().getSimpleName());
        }
    }
}
