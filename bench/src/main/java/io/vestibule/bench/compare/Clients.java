package io.vestibule.bench.compare;

import io.vestibule.bench.BrowserSessions;
import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What the clients of a rival do: sign in, and go on with the sessions that they hold. */
final class Clients {
    private static final int MOST_CONNECTIONS = 1024;
    private static final int SESSIONS = 200;

    private final Rival rival;
    private final long customers;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Deque<Held> refreshing = new ArrayDeque<>();
    private final List<Held> reading = new ArrayList<>();
    private final @Nullable Held[] underway = new Held[MOST_CONNECTIONS];
    private @Nullable BrowserSessions browsers;

    Clients(Rival rival, long customers) {
        this.rival = rival;
        this.customers = customers;
    }

    /** Opens the sessions. */
    void begin(Target target) throws IOException {
        refreshing.clear();
        reading.clear();
        collect(target, refreshing, false);
        collect(target, reading, true);
        browsers = BrowserSessions.open(target, rival::openInBrowser);
    }

    private void collect(Target target, Collection<Held> sessions, boolean toRead) throws IOException {
        Script signIn = new Script() {
            private int left = SESSIONS;

            @Override
            public byte @Nullable [] request(int connection) {
                if (left-- <= 0) {
                    return null;
                }
                return toRead ? rival.signInToRead(anybody()) : rival.signIn(anybody());
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                if (answer.status() != 200) {
                    return false;
                }
                sessions.add(rival.held(answer));
                return true;
            }
        };
        Load.run(target, 4, Duration.ofMinutes(5), signIn).sound();
    }

    /** Signs in one customer after the other, at random. */
    Script signIn() {
        return new Script() {
            @Override
            public byte[] request(int connection) {
                return rival.signIn(anybody());
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                return answer.status() == 200;
            }
        };
    }

    /** Renews one session after the other; none twice at once, since a token of one that went on is reuse. */
    Script refresh() {
        return new Script() {
            @Override
            public byte[] request(int connection) {
                Held held = refreshing.remove();
                underway[connection] = held;
                return rival.refresh(held);
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                boolean renewed = answer.status() == 200;
                refreshing.add(renewed ? rival.held(answer) : Objects.requireNonNull(underway[connection]));
                return renewed;
            }
        };
    }

    /** Reads profiles. */
    Script read() {
        return new Script() {
            @Override
            public byte[] request(int connection) {
                return rival.read(reading.get(random.nextInt(reading.size())));
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                return answer.status() == 200;
            }
        };
    }

    /** Searches for customers by how their addresses begin: without the last two digits of a number. */
    Script search(String administrator) {
        return new Script() {
            @Override
            public byte[] request(int connection) {
                String number = Long.toString(anybody());
                return rival.search(administrator, "customer" + number.substring(0, Math.max(1, number.length() - 2)));
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                return answer.status() == 200;
            }
        };
    }

    /** Code flows in browsers that have sessions. */
    Script codeFlow() {
        return Objects.requireNonNull(browsers).flows(rival.codeFlow());
    }

    private long anybody() {
        return random.nextLong(1, customers + 1);
    }
}
