package io.vestibule.bench;

import java.io.IOException;
import java.time.Duration;

/** One of the things that are compared. */
public interface Subject {
    /** Its name in tables. */
    String name();

    /** Gets ready for a measurement: what would cost time during it. */
    default void prepare(Duration time) throws IOException {}

    /** Measures once, for so long. */
    Sample measure(Duration time) throws IOException;

    /** A subject without anything to prepare. */
    static Subject of(String name, Measurement measurement) {
        return new Subject() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Sample measure(Duration time) throws IOException {
                return measurement.measure(time);
            }
        };
    }

    /** What {@link #measure} does. */
    @FunctionalInterface
    interface Measurement {
        /** Measures once, for so long. */
        Sample measure(Duration time) throws IOException;
    }
}
