package io.vestibule.factor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to judge a code, as the database had it a moment ago.
 *
 * @param sealed   the app's secret, sealed; null where no second factor is on
 * @param lastStep the time step of the last code of the app that was accepted
 * @param now      the database's clock, the same for all nodes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FactorState(long customerId, byte @Nullable [] sealed, long lastStep, Instant now) {
    @Override
    public String toString() {
        return "FactorState[customer " + customerId + "]";
    }
}
