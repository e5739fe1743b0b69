package io.vestibule.password;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fills up the work of a refusal to that of the portal's costliest kind of hash, so that its time doesn't tell whether the login is
 * anybody's, nor whose hash is of which kind. What is missing is real work: Argon2id, of as much memory as the time left takes. How
 * long a kind takes is measured as hashes of it run, under whatever load there is.
 */
final class EqualWork {
    /** Not worth a hash: half a millisecond. */
    private static final long GRAIN_NANOS = 500_000;

    private final Argon2 argon2;
    private final PhcString full;
    private final MeanTime ofFull = new MeanTime();
    /** Of the costliest kinds of the portals: few. */
    private final Map<String, MeanTime> means = new ConcurrentHashMap<>();

    EqualWork(Argon2 argon2, PhcString decoy) {
        this.argon2 = argon2;
        this.full = decoy;
        means.put(new StoredHash.Own(decoy, argon2).kind(), ofFull);
    }

    /** Notes how long a hash of this kind took. */
    void ran(String kind, long nanos) {
        mean(kind).note(nanos);
    }

    /** How long a hash of this kind takes, in nanoseconds; {@code once} runs one if none has yet. */
    long nanos(String kind, Runnable once) {
        MeanTime mean = mean(kind);
        if (mean.mean() == 0) {
            long start = System.nanoTime();
            once.run();
            mean.note(System.nanoTime() - start);
        }
        return mean.mean();
    }

    private MeanTime mean(String kind) {
        return means.computeIfAbsent(kind, first -> new MeanTime());
    }

    /** Works for so long. */
    void work(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > GRAIN_NANOS; left = end - System.nanoTime()) {
            long whole = ofFull.mean();
            if (left >= whole) {
                long start = System.nanoTime();
                argon2.matches(new byte[0], full);
                ofFull.note(System.nanoTime() - start);
            } else {
                argon2.matches(new byte[0], part(left, whole));
            }
        }
    }

    private PhcString part(long left, long whole) {
        Argon2Cost cost = full.cost();
        return full.at(new Argon2Cost(
                Math.max(8 * cost.parallelism(), cost.memory() * left / whole), cost.iterations(), cost.parallelism()));
    }
}
