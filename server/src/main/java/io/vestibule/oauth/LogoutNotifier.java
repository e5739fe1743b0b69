package io.vestibule.oauth;

import io.vestibule.node.Job;
import io.vestibule.node.JobLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells applications of the end of sessions (OpenID Connect Back-Channel Logout 1.0): one loop a node. Each application is told at least
 * once, and again with growing pauses while it doesn't answer 200. No request waits for that, and a slow application holds up no other.
 */
public final class LogoutNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutNotifier.class);
    private static final int MOST = 16;
    private static final int MOST_OF_ONE = 4;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;

    private final LogoutNoticeStore store;
    private final LogoutTokens tokens;
    private final LogoutCalls calls = new LogoutCalls();
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final Map<Long, Integer> underWay = new ConcurrentHashMap<>(); // by application
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final JobLog log = new JobLog("logout-notices");
    private final Thread loop = Thread.ofVirtual().name("logout").unstarted(this::run);
    private volatile boolean closed;
    private boolean away; // of the loop

    /** Sends nothing before {@link #start}. */
    public LogoutNotifier(LogoutNoticeStore store, LogoutTokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** Starts the loop; once only. */
    public void start() {
        loop.start();
    }

    /** Says that a session's end was committed, so that applications hear of it soon. Never waits; may be called by any thread. */
    public void nudge() {
        nudged.set(true);
        LockSupport.unpark(loop);
    }

    /** How many notices this node delivered. */
    public long delivered() {
        return delivered.get();
    }

    /** How often this node tried in vain. */
    public long failed() {
        return failed.get();
    }

    /** How many notices wait, of all nodes. */
    public long waiting() {
        return store.waiting();
    }

    /** What is known of it: when it last looked for notices. */
    public Job job() {
        return log.job();
    }

    /** Ends the loop once the calls in flight are over, some seconds at most. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(loop);
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.close();
    }

    private void run() {
        while (!closed) {
            nudged.set(false);
            begin();
            long end = System.nanoTime() + LOOK.toNanos();
            for (long left = LOOK.toNanos();
                    left > 0 && !closed && (away || !nudged.get());
                    left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }
        while (!underWay.isEmpty()) {
            LockSupport.park(this);
        }
    }

    private void begin() {
        int free = MOST - underWay.values().stream().mapToInt(Integer::intValue).sum();
        if (free <= 0) {
            return;
        }
        long start = System.nanoTime();
        try {
            List<LogoutNotice> notices = store.claim(free, MOST_OF_ONE, List.copyOf(underWay.keySet()));
            notices.forEach(notice -> underWay.merge(notice.clientKey(), 1, Integer::sum));
            notices.forEach(notice -> Thread.ofVirtual().name("logout call").start(() -> tell(notice)));
            away = false;
            log.done(Duration.ofNanos(System.nanoTime() - start), LOOK);
        } catch (RuntimeException | Error e) {
            if (!away) {
                LOG.warn("logout notices can't be read: {}", e.getClass().getSimpleName());
            }
            away = true;
            log.failed(e.getClass().getSimpleName(), Duration.ofNanos(System.nanoTime() - start), LOOK);
        }
    }

    private void tell(LogoutNotice notice) {
        try {
            Optional<String> fault = calls.send(notice.uri(), tokens.of(notice));
            if (fault.isEmpty()) {
                store.delivered(notice.id());
                delivered.incrementAndGet();
                if (failing.remove(notice.clientId())) {
                    LOG.info("{} is told of logouts again", notice.clientId());
                }
            } else {
                failed.incrementAndGet();
                store.postpone(notice.id(), pause(notice.attempts()));
                if (failing.add(notice.clientId())) {
                    LOG.warn("{} can't be told of a logout, which is tried again: {}", notice.clientId(), fault.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the lease ends, and the notice is due again
            LOG.warn("a logout notice is put off: {}", e.getClass().getSimpleName());
        } finally {
            underWay.computeIfPresent(notice.clientKey(), (client, calling) -> calling > 1 ? calling - 1 : null);
            nudge();
        }
    }

    /** 5 seconds, doubled by each further failure up to an hour. */
    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempts - 1, 0, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
