package io.vestibule.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param time        of one measurement
 * @param customers   in the database
 * @param connections of the loads
 * @param growth      customers of the databases whose growth is compared, the fewest first
 * @param warmUp      how long refreshes, and then look-ups, run on each of them before the rounds
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
        List<Long> growth,
        Duration warmUp,
        long fewSignIns,
        long manySignIns,
        boolean jfr,
        List<Variant> variants) {

    /** As many connections as saturate the server. */
    int most() {
        return connections.getLast();
    }
}
