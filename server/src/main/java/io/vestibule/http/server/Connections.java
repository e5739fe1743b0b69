package io.vestibule.http.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The connections that are open, and what they may take together. When there is no room for one more, the idlest make it: those that
 * came longest ago and had no answer yet, then those whose last answer is longest ago.
 */
final class Connections {
    /** How often deadlines are looked at. */
    private static final Duration TICK = Duration.ofMillis(250);

    /** How often it is looked whether the last is closed, when the server stops. */
    private static final Duration CLOSING_TICK = Duration.ofMillis(5);

    /** One in so many is closed at once, so that a flood doesn't cost a search for each newcomer. */
    private static final int PART = 16;

    private final ConnectionLimits limits;
    private final Predicate<InetAddress> exempt;
    private final ConnectionObserver observer;
    private final HeadSelector selector;
    private final ByteBudget budget;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> networks = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean closing;

    /** A connection, whether it had an answer, and since when it was idle at the moment it was looked at. */
    private record Idle(Connection connection, boolean answered, long since) {
        static Idle of(Connection connection) {
            Activity activity = connection.activity();
            return new Idle(connection, activity.isUsed(), activity.lastUse());
        }
    }

    /** @param exempt whose connections no limit of a network counts: proxies */
    Connections(
            ConnectionLimits limits,
            Predicate<InetAddress> exempt,
            ConnectionObserver observer,
            HeadSelector selector) {
        this.limits = limits;
        this.exempt = exempt;
        this.observer = observer;
        this.selector = selector;
        this.budget = new ByteBudget(
                limits.bytes(), () -> evict(other -> other.activity().isUnfinished()));
    }

    int size() {
        return open.size();
    }

    ConnectionLimits limits() {
        return limits;
    }

    ByteBudget budget() {
        return budget;
    }

    void rejected(Rejection rejection) {
        observer.rejected(rejection);
    }

    /** Takes in a connection, if need be in others' place. False if all are at work. */
    boolean add(Connection connection) {
        InetAddress network = network(connection.peer());
        if (!exempt.test(connection.peer())
                && networks.getOrDefault(network, 0) >= limits.perNetwork()
                && !evict(other ->
                        other.activity().isIdle() && network(other.peer()).equals(network))) {
            observer.rejected(Rejection.NO_ROOM);
            return false;
        }
        if (open.size() >= limits.connections()
                && !evict(other -> other.activity().isIdle())) {
            observer.rejected(Rejection.NO_ROOM);
            return false;
        }
        networks.merge(network, 1, Integer::sum);
        open.add(connection);
        return true;
    }

    void remove(Connection connection) {
        if (open.remove(connection)) {
            networks.computeIfPresent(network(connection.peer()), (network, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Closes the idlest of these. False if there is none. */
    private boolean evict(Predicate<Connection> which) {
        List<Idle> idle = open.stream()
                .filter(which)
                .map(Idle::of)
                .sorted(Comparator.comparing(Idle::answered).thenComparingLong(Idle::since))
                .toList();
        for (Idle idlest : idle.subList(0, (idle.size() + PART - 1) / PART)) {
            remove(idlest.connection);
            idlest.connection.close();
            observer.rejected(Rejection.EVICTED);
        }
        selector.release();
        return !idle.isEmpty();
    }

    /** Makes room where the system has none: no descriptor is left. */
    void evictIdlest() {
        evict(other -> other.activity().isIdle());
    }

    /** Counts a request that the server works at. False if there are as many as may be. */
    boolean beginRequest() {
        if (requests.incrementAndGet() > limits.requests()) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    void endRequest() {
        requests.decrementAndGet();
    }

    /** Holds connections to their deadlines until the server stops. */
    void watch() {
        while (!closing) {
            LockSupport.parkNanos(TICK.toNanos());
            long now = System.nanoTime();
            open.forEach(connection -> connection.expire(now));
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** Closes those whose request hasn't begun or whose head isn't whole, and streams, and the others when theirs is answered, at the latest after the time given. */
    void close(Duration drain) {
        closing = true;
        long end = System.nanoTime() + drain.toNanos();
        while (!open.isEmpty() && System.nanoTime() - end < 0) {
            open.stream().filter(other -> other.activity().mayEndAtStop()).forEach(Connection::close);
            LockSupport.parkNanos(CLOSING_TICK.toNanos());
        }
        open.forEach(Connection::close);
    }

    /** An IPv4 address, or the /64 that an IPv6 address lies in: what one customer has. */
    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // sixteen bytes are always an address
        }
    }
}
