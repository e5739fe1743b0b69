package io.vestibule.portal;

import io.vestibule.cache.BoundedCache;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What was read from the database a moment ago, so that it isn't asked with every request. A change shows on every node
 * within {@link #AGE}, but while the database is away, what was known stays. What wasn't found isn't kept: made-up names can't
 * fill it.
 *
 * @param <K> what is asked for
 * @param <V> what there is
 */
public final class ExpiringCache<K, V> {
    /** How old an answer may be. */
    static final Duration AGE = Duration.ofSeconds(1);

    private static final int SIZE = 10_000;

    private record Kept<V>(V value, long at) {}

    private final BoundedCache<K, Kept<V>> kept = new BoundedCache<>(SIZE);
    private final Function<K, Optional<V>> source;
    private final LongSupplier nanos;

    /** @param nanos what tells the age of an answer, as {@link System#nanoTime} does */
    public ExpiringCache(Function<K, Optional<V>> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    /** What the source has for the key, or had a moment ago. */
    public Optional<V> get(K key) {
        long now = nanos.getAsLong();
        Kept<V> known = kept.get(key);
        if (known != null && now - known.at() < AGE.toNanos()) {
            return Optional.of(known.value());
        }
        Optional<V> read;
        try {
            read = source.apply(key);
        } catch (RuntimeException e) {
            if (known == null) {
                throw e;
            }
            return Optional.of(known.value());
        }
        if (read.isEmpty()) {
            kept.remove(key);
            return read;
        }
        kept.put(key, new Kept<>(read.get(), now));
        return read;
    }
}
