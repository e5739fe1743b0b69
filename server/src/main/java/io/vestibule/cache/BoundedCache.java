package io.vestibule.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache that forgets what wasn't asked for longest. It has two generations: what is new, or asked for, is in the young one; once
 * that is full it is the old one, and what nobody asked for since is gone. Safe for use by many threads at once, and no reader waits.
 *
 * @param <K> a key
 * @param <V> what is kept for it; for good, or until it is put anew
 */
public final class BoundedCache<K, V> {
    private final int size;
    private volatile Generations<K, V> generations =
            new Generations<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    private record Generations<K, V>(Map<K, V> young, Map<K, V> old) {}

    /** @param size as many as were asked for last are kept, and never more than twice as many */
    public BoundedCache(int size) {
        this.size = size;
    }

    /** What is kept for the key, if anything is. */
    public @Nullable V get(K key) {
        Generations<K, V> now = generations;
        V young = now.young().get(key);
        if (young != null) {
            return young;
        }
        V old = now.old().get(key);
        if (old != null) {
            now.young().putIfAbsent(key, old); // what was put anew meanwhile stays
            ageIfFull(now);
        }
        return old;
    }

    /** The same, made and kept where it isn't there yet; two who ask at once may both make it. */
    public V get(K key, Function<? super K, ? extends V> source) {
        V known = get(key);
        if (known != null) {
            return known;
        }
        V made = source.apply(key);
        put(key, made);
        return made;
    }

    /** Keeps a value, in the place of another. */
    public void put(K key, V value) {
        Generations<K, V> now = generations;
        now.young().put(key, value);
        ageIfFull(now);
    }

    /** Forgets the key. */
    public void remove(K key) {
        Generations<K, V> now = generations;
        now.old().remove(key);
        now.young().remove(key);
    }

    private void ageIfFull(Generations<K, V> now) {
        if (now.young().size() >= size) {
            age();
        }
    }

    /** Others may have seen the same one full, and one of them was first. */
    private synchronized void age() {
        Map<K, V> young = generations.young();
        if (young.size() >= size) {
            generations = new Generations<>(new ConcurrentHashMap<>(), young);
        }
    }
}
