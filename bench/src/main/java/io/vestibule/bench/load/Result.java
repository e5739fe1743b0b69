package io.vestibule.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a load saw.
 *
 * @param answered     requests that were answered as they should, within the time
 * @param late         the same after it
 * @param firstFailure the first answer that wasn't as it should
 * @param latency      of those answered, in microseconds
 */
public record Result(
        long answered, long late, long failed, @Nullable String firstFailure, double seconds, Histogram latency) {

    /** All that the server did. */
    public long all() {
        return answered + late;
    }

    /** Answers a second. */
    public double perSecond() {
        return answered / seconds;
    }

    /** The time within which so many percent of the answers came, in milliseconds. */
    public double millis(double percent) {
        return latency.getValueAtPercentile(percent) / 1000.0;
    }

    /** The result, unless more than one answer in a thousand wasn't as it should: then nothing was measured. */
    public Result sound() {
        if (answered == 0 || failed * 1000 > answered) {
            throw new IllegalStateException("%d of %d answers weren't as expected; the first: %s"
                    .formatted(failed, answered + failed, firstFailure));
        }
        return this;
    }
}
