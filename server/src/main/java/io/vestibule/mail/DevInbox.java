package io.vestibule.mail;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inbox of test mode: keeps the last 200 mails in memory and sends nothing. Safe for use by many threads at once. */
public final class DevInbox implements Transport {
    private static final int KEPT = 200;

    private final Clock clock;
    private final Deque<Delivered> mails = new ArrayDeque<>(KEPT);

    public DevInbox(Clock clock) {
        this.clock = clock;
    }

    /** A mail as its reader would get it. */
    public record Delivered(
            Instant at,
            String to,
            String subject,
            String html,
            String text,
            @Nullable String link) {

        /** Without what it says: the link signs in. */
        @Override
        public String toString() {
            return "Delivered[" + at + "]";
        }
    }

    @Override
    public Connection open() {
        return this::keep;
    }

    private Outcome keep(RenderedMail mail) {
        var delivered =
                new Delivered(clock.instant(), mail.to(), mail.subject(), mail.html(), mail.text(), mail.link());
        synchronized (mails) {
            if (mails.size() == KEPT) {
                mails.removeLast();
            }
            mails.addFirst(delivered);
        }
        return new Sent();
    }

    /** What was sent, the latest first. */
    public List<Delivered> newestFirst() {
        synchronized (mails) {
            return List.copyOf(mails);
        }
    }
}
