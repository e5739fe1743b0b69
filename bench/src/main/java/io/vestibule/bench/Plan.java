package io.vestibule.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param time        of one measurement
 * @param customers   in the database
 * @param connections of the loads
 * @param growth      the databases that are compared, the smallest first
 * @param fewSignIns  after which memory is looked at
 * @param manySignIns after which it is looked at again
 * @param variants    of the server, to be compared with it as it is, instead of all else
 * @param jfr         whether the shared server's flight is recorded
 */
record Plan(
        int rounds,
        Duration time,
        long customers,
        List<Integer> connections,
        List<Size> growth,
        long fewSignIns,
        long manySignIns,
        boolean jfr,
        List<Variant> variants) {

    /**
     * A database of the growth.
     *
     * @param warmUp how long refreshes, and then look-ups, run before the rounds: the longer, the more pages there are to come by
     */
    record Size(long customers, Duration warmUp) {}

    /** As many connections as saturate the server. */
    int most() {
        return connections.getLast();
    }
}
