package io.vestibule.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The inbox of test mode: keeps the last 200 mails in memory and sends nothing. Safe for use by many threads at once. */
public final class DevInbox implements Transport, AutoCloseable {
    private static final int KEPT = 200;

    private final Clock clock;
    private final Deque<Delivered> mails = new ArrayDeque<>(KEPT);
    private long lastId;
    private boolean closed;

    public DevInbox(Clock clock) {
        this.clock = clock;
    }

    /**
     * A mail as its reader would get it.
     *
     * @param id greater than that of every mail before it, before a restart too
     */
    public record Delivered(
            long id,
            Instant at,
            String to,
            String subject,
            String html,
            String text,
            @Nullable String link) {

        private boolean has(String words) {
            return (to + '\n' + subject + '\n' + text).toLowerCase(Locale.ROOT).contains(words);
        }

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
        Instant now = clock.instant();
        synchronized (mails) {
            lastId = Math.max(lastId + 1, now.toEpochMilli());
            if (mails.size() == KEPT) {
                mails.removeLast();
            }
            mails.addFirst(
                    new Delivered(lastId, now, mail.to(), mail.subject(), mail.html(), mail.text(), mail.link()));
            mails.notifyAll();
        }
        return new Sent();
    }

    /** The id of the latest mail of all; 0 before the first. */
    public long latest() {
        synchronized (mails) {
            return lastId;
        }
    }

    /** Whether mail can still come. */
    public boolean isOpen() {
        synchronized (mails) {
            return !closed;
        }
    }

    /** The mails that have the text in address, subject or words, the latest first; all, if it is empty. */
    public List<Delivered> newestFirst(String text) {
        return since(0, text);
    }

    /** The same of mails that came after the one with this id. Waits a while for one if there is none. */
    public List<Delivered> awaitAfter(long id, String text, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (mails) {
            List<Delivered> found = since(id, text);
            for (long left = patience.toNanos();
                    found.isEmpty() && left > 0 && !closed;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(mails, left);
                found = since(id, text);
            }
            return found;
        }
    }

    private List<Delivered> since(long id, String text) {
        String words = text.toLowerCase(Locale.ROOT);
        synchronized (mails) {
            return mails.stream()
                    .filter(mail -> mail.id() > id && mail.has(words))
                    .toList();
        }
    }

    /** Nobody waits for mail any more. */
    @Override
    public void close() {
        synchronized (mails) {
            closed = true;
            mails.notifyAll();
        }
    }
}
