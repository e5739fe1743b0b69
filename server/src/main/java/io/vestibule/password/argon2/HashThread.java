package io.vestibule.password.argon2;

import org.jspecify.annotations.Nullable;

/**
 * A thread that hashes often: it keeps the memory of a hash of the usual size from one to the next, until it ends. A hash in another
 * thread, or of more memory, maps its own and gives it back.
 */
public final class HashThread extends Thread {
    /** 20 MiB, which a hash of 19 MiB takes on huge pages. */
    static final long KEPT_BYTES = 20L << 20;

    private @Nullable HashMemory memory;

    public HashThread(Runnable work, String name) {
        super(work, name);
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            if (memory != null) {
                memory.close();
            }
        }
    }

    /** The memory that this thread keeps, or null if it keeps none of that size. */
    static @Nullable HashMemory kept(Argon2Library library, long bytes) {
        if (bytes > KEPT_BYTES || !(currentThread() instanceof HashThread thread)) {
            return null;
        }
        if (thread.memory == null) {
            thread.memory = HashMemory.map(library, KEPT_BYTES);
        }
        return thread.memory;
    }

    /** Overwrites what the last hash left in the memory of the current thread: for when it has nothing else to hash at once. */
    static void wipeMemory() {
        if (currentThread() instanceof HashThread thread && thread.memory != null) {
            thread.memory.wipe();
        }
    }
}
