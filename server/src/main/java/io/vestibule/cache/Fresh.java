package io.vestibule.cache;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What may be a little old: made anew when somebody asks and it is older than that. One makes it; whoever asks meanwhile gets what there was,
 * or waits for it if there was nothing.
 */
public final class Fresh<T> {
    private final Duration age;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Made<T> made;

    private record Made<T>(long nanos, T value) {}

    /** @param age how old it may be */
    public Fresh(Duration age) {
        this.age = age;
    }

    /** What is there, or what the source makes in this thread. What the source throws goes to whoever asked it. */
    public T get(Supplier<T> source) {
        Made<T> known = made;
        if (known != null && (isFresh(known) || !making.tryLock())) {
            return known.value();
        }
        if (known == null) {
            making.lock();
        }
        try {
            Made<T> now = made;
            if (now == null || !isFresh(now)) {
                now = new Made<>(System.nanoTime(), source.get());
                made = now;
            }
            return now.value();
        } finally {
            making.unlock();
        }
    }

    private boolean isFresh(Made<T> one) {
        return System.nanoTime() - one.nanos() < age.toNanos();
    }
}
