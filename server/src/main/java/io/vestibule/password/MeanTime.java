package io.vestibule.password;

/** How long hashes of one kind take here and now: a mean over the last ones. */
final class MeanTime {
    private static final int REMEMBERED = 8;

    private double mean;
    private int count;

    /** One more took so many nanoseconds. */
    synchronized void note(long nanos) {
        // The first ones run before the JVM has compiled them: a much shorter time makes them forgotten
        if (count < 2 * REMEMBERED && nanos < 0.8 * mean) {
            mean = nanos;
        }
        count = Math.min(count + 1, 2 * REMEMBERED);
        mean += (nanos - mean) / Math.min(count, REMEMBERED);
    }

    /** In nanoseconds; 0 as long as none was noted. */
    synchronized long mean() {
        return (long) mean;
    }
}
