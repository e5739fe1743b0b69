package io.vestibule.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * What is open, closed in turn however the process ends: by itself, by a fault, or told to stop (SIGTERM, Ctrl-C), even while it
 * still opens. So no PostgreSQL is left behind.
 */
final class Closing implements AutoCloseable {
    private final Deque<Runnable> open = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    private Closing() {}

    /** Closes when the JVM ends, if nobody did before. */
    static Closing atExit() {
        Closing closing = new Closing();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(closing::close));
        return closing;
    }

    /** Opens one more; it will be closed before those opened so far. */
    synchronized <T extends AutoCloseable> T opening(Supplier<T> opener) {
        if (closing) {
            throw new Refusal("Stopped while starting.");
        }
        T opened = opener.get();
        open.push(() -> close(opened));
        return opened;
    }

    /** Waits until everything is closed, by whoever ends the JVM. */
    void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closing = true;
        while (!open.isEmpty()) {
            open.pop().run();
        }
        closed.countDown();
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
