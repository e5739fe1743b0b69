package io.vestibule.bench;

import io.vestibule.bench.load.Script;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call of the server that is measured.
 *
 * @param script    what the connections ask; it goes on where it was with each measurement
 * @param prepare   what must be there before a measurement
 * @param statement how pgbench runs the call's statement; null for a call that a password's hash limits
 */
record Call(
        String name,
        Script script,
        Preparation prepare,
        @Nullable Repetition statement) {

    /** Makes what a measurement uses up. */
    @FunctionalInterface
    interface Preparation {
        /** Nothing to do. */
        Preparation NONE = time -> {};

        /** Gets ready for a measurement of so long. */
        void run(Duration time) throws IOException;
    }

    /** A load of it on a server. */
    Subject subject(String name, VestibuleServer server, Postgres postgres, int connections) {
        return new Subject() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void prepare(Duration time) throws IOException {
                prepare.run(time);
            }

            @Override
            public Sample measure(Duration time) throws IOException {
                return Measured.load(server.target(), connections, time, script, server::cpuTime, postgres);
            }
        };
    }
}
