package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.MEBIBYTES;

import io.vestibule.bench.load.Load;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Resident memory of the server's process, from its start on. */
final class MemoryPart {
    private static final int CONNECTIONS = 8;
    private static final double TARGET_MEBIBYTES = 180;

    private MemoryPart() {}

    static void measure(Run run) throws IOException {
        Calls calls = run.stand().calls();
        String database = run.stand().population().database();
        List<List<String>> rows = new ArrayList<>();
        try (VestibuleServer server = VestibuleServer.start(run.postgres, database, run.work, Variant.USUAL)) {
            rows.add(row("after start", Memory.of(server.program().handle())));
            signIn(server, calls, run.plan.fewSignIns());
            Memory few = Memory.of(server.program().handle());
            rows.add(row("after %,d sign-ins".formatted(run.plan.fewSignIns()), few));
            signIn(server, calls, run.plan.manySignIns() - run.plan.fewSignIns());
            rows.add(row(
                    "after %,d sign-ins".formatted(run.plan.manySignIns()),
                    Memory.of(server.program().handle())));
            Series measured = new Series("", List.of(Sample.of(MEBIBYTES, few.mebibytes())));
            run.judge(Verdict.atMost(
                    TARGET_MEBIBYTES,
                    "resident memory after %,d sign-ins, MiB".formatted(run.plan.fewSignIns()),
                    measured,
                    MEBIBYTES));
        }
        run.page.section("Memory");
        run.page.paragraph("One process, without PostgreSQL; sign-ins on %d connections.".formatted(CONNECTIONS));
        run.page.table(List.of("", "resident, MiB", "most so far, MiB"), rows);
    }

    private static void signIn(VestibuleServer server, Calls calls, long count) throws IOException {
        Load.run(
                        server.target(),
                        CONNECTIONS,
                        Duration.ofHours(2),
                        new Few(calls.keazeSignIn().script(), count))
                .sound();
    }

    private static List<String> row(String when, Memory memory) {
        return List.of(when, Series.number(memory.mebibytes()), Series.number(memory.mostMebibytes()));
    }
}
