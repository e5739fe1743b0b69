package io.vestibule.mail;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the mail of each portal fares on this node: a server that refuses a portal's sender gets none of its mail for a while, and
 * mail that alone is refused is told from a server that refuses all. Safe for use by many threads at once.
 */
final class PortalHealth {
    private static final Logger LOG = LoggerFactory.getLogger(PortalHealth.class);

    /** @param until by {@link System#nanoTime} */
    private record Pause(int failures, long until) {}

    private final Pace pace;
    private final Map<Long, Pause> pauses = new HashMap<>();
    private final Map<Long, Long> lastSent = new HashMap<>();

    PortalHealth(Pace pace) {
        this.pace = pace;
    }

    /** Its sender was refused: none of its mail goes for a while, longer at each refusal in a row. */
    synchronized void refused(long portal, String fault) {
        long now = System.nanoTime();
        Pause pause = pauses.getOrDefault(portal, new Pause(0, now));
        if (pause.until() - now > 0) {
            return; // by another connection, in the same moment
        }
        int failures = pause.failures() + 1;
        Duration length = pace.after(failures);
        pauses.put(portal, new Pause(failures, now + length.toNanos()));
        LOG.warn("Mail of portal {} stops: {}; next try in {} s", portal, fault, length.toSeconds());
    }

    /** The server has taken one of its mails. */
    synchronized void sent(long portal) {
        lastSent.put(portal, System.nanoTime());
        if (pauses.remove(portal) != null) {
            LOG.info("Mail of portal {} goes on", portal);
        }
    }

    /** Whether the server has taken one of its mails within that time. */
    synchronized boolean sentWithin(long portal, Duration time) {
        Long last = lastSent.get(portal);
        return last != null && System.nanoTime() - last <= time.toNanos();
    }

    /** The portals whose mail has to wait now. */
    synchronized List<Long> paused() {
        long now = System.nanoTime();
        return pauses.entrySet().stream()
                .filter(pause -> pause.getValue().until() - now > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How long until the first of them may go again; no longer than that. */
    synchronized Duration untilNext(Duration longest) {
        long now = System.nanoTime();
        return pauses.values().stream()
                .map(pause -> Duration.ofNanos(pause.until() - now))
                .filter(Duration::isPositive)
                .filter(left -> left.compareTo(longest) < 0)
                .min(Duration::compareTo)
                .orElse(longest);
    }
}
