package io.vestibule.bench;

import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Result;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.time.Duration;

/** A load with the CPU time that it takes of whom. */
public final class Measured {
    private Measured() {}

    /** CPU time so far. */
    @FunctionalInterface
    public interface Clock {
        /** CPU time so far. */
        CpuTime read() throws IOException;
    }

    /** Puts a load on a server and the database behind it. */
    public static Sample load(
            Target target, int connections, Duration time, Script script, Clock server, Postgres postgres)
            throws IOException {
        CpuTime serverBefore = server.read();
        Postgres.Work databaseBefore = postgres.work();
        CpuTime ownBefore = CpuTime.own();
        Result result = Load.run(target, connections, time, script).sound();
        return Sample.of(
                result,
                server.read().since(serverBefore),
                postgres.work().since(databaseBefore),
                CpuTime.own().since(ownBefore));
    }
}
