package io.vestibule.administration;

import io.vestibule.administration.BacklogStore.Backlog;
import io.vestibule.administration.Concern.Kind;
import io.vestibule.node.Job;
import io.vestibule.node.Node;
import io.vestibule.node.NodeStore.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What somebody should look at. */
final class Concerns {
    private static final Duration MOST_SKEW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private Concerns() {}

    /** In the order of their kinds. */
    static List<Concern> of(List<Heard> heard, Backlog backlog) {
        List<Concern> concerns = new ArrayList<>();
        for (Heard one : heard) {
            if (one.silent()) {
                concerns.add(silent(one));
            } else {
                addOf(one.node(), concerns);
            }
        }
        addVersions(heard, concerns);
        addOf(backlog, concerns);
        concerns.sort(Comparator.comparing(Concern::kind));
        return concerns;
    }

    private static Concern silent(Heard one) {
        return new Concern(
                Kind.SILENT_NODE,
                one.node().name(),
                "It wasn't heard of for " + words(one.silence()) + ".",
                "If it was stopped, it is forgotten an hour after it was heard of last. If not, look at its log, and whether it"
                        + " reaches the database.");
    }

    private static void addOf(Node node, List<Concern> concerns) {
        Duration ahead = node.clockAhead();
        if (ahead != null && ahead.abs().compareTo(MOST_SKEW) > 0) {
            concerns.add(new Concern(
                    Kind.CLOCK,
                    node.name(),
                    "Its clock is " + words(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                            + " the database's.",
                    "Set both by NTP: tokens and codes of authenticator apps go by the node's clock, links and sessions by the"
                            + " database's."));
        }
        if (node.database().awaited() > 0
                && node.database().active() >= node.database().most()) {
            concerns.add(new Concern(
                    Kind.DATABASE_POOL,
                    node.name(),
                    node.database().awaited() + " requests wait for one of its "
                            + node.database().most() + " connections to the database.",
                    "If it stays so, look for slow statements in the database, or raise VESTIBULE_DATABASE_POOL."));
        }
        if (node.hashing().queued() > node.hashing().threads()) {
            concerns.add(new Concern(
                    Kind.HASH_QUEUE,
                    node.name(),
                    node.hashing().queued() + " password hashes wait for its "
                            + node.hashing().threads() + " threads.",
                    "More sign in than the machine can hash for. If it stays so, add a node."));
        }
        for (Job job : node.jobs()) {
            if (job.failing()) {
                concerns.add(new Concern(
                        Kind.FAILING_JOB,
                        node.name() + ", " + job.name(),
                        "It failed: " + job.fault(),
                        "It is tried again by itself. The node's log says more."));
            }
        }
    }

    private static void addVersions(List<Heard> heard, List<Concern> concerns) {
        Set<String> versions = new TreeSet<>();
        heard.stream()
                .filter(one -> !one.silent())
                .forEach(one -> versions.add(one.node().version()));
        if (versions.size() > 1) {
            concerns.add(new Concern(
                    Kind.MIXED_VERSIONS,
                    String.join(", ", versions),
                    "The nodes run different versions.",
                    "That is fine during an upgrade. Finish it: upgrade the others, too."));
        }
    }

    private static void addOf(Backlog backlog, List<Concern> concerns) {
        if (isLong(backlog.mailWaits())) {
            concerns.add(new Concern(
                    Kind.MAIL_WAITS,
                    words(backlog.mailWaits()),
                    "Mail waits for longer than it should.",
                    "The job mail says why: the mail server is away, or refuses."));
        }
        if (backlog.setAside() > 0) {
            concerns.add(new Concern(
                    Kind.MAIL_SET_ASIDE,
                    String.valueOf(backlog.setAside()),
                    "Mail was given up.",
                    "/console/mail says why, and sends it again."));
        }
        if (isLong(backlog.noticesWait())) {
            concerns.add(new Concern(
                    Kind.LOGOUTS_WAIT,
                    words(backlog.noticesWait()),
                    "An application hasn't been told of the end of sessions.",
                    "The log names it: its back-channel logout URI doesn't answer 200."));
        }
        for (Long portal : backlog.faultyUpstreams()) {
            concerns.add(new Concern(
                    Kind.UPSTREAM,
                    "portal " + portal,
                    "The system that the portal moves in from didn't answer as it should.",
                    "/console/portals/" + portal + "/upstream says what is wrong."));
        }
    }

    private static boolean isLong(@Nullable Duration wait) {
        return wait != null && wait.compareTo(LONGEST_WAIT) > 0;
    }

    private static String words(@Nullable Duration time) {
        if (time == null) {
            return "";
        }
        return time.toMinutes() >= 2
                ? time.toMinutes() + " minutes"
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
