package io.vestibule.cache;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What few need: the first who asks for it makes it, once, so that no start does. */
public final class Deferred<T> implements Supplier<T> {
    private final Supplier<? extends T> maker;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable T made;

    public Deferred(Supplier<? extends T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T known = made;
        if (known != null) {
            return known;
        }
        making.lock();
        try {
            T value = made;
            if (value == null) {
                value = maker.get();
                made = value;
            }
            return value;
        } finally {
            making.unlock();
        }
    }
}
