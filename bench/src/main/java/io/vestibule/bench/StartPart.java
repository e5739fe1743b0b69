package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.MILLIS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process to the first sign-in that succeeds, with the database up. */
final class StartPart {
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private StartPart() {}

    static void measure(Run run) throws IOException {
        String database = run.stand().population().database();
        List<Subject> subjects = new ArrayList<>();
        subjects.add(Subject.of("warm: files in the page cache", time -> start(run, database)));
        boolean cold = dropCaches();
        if (cold) {
            subjects.add(Subject.of("cold: page cache dropped", time -> {
                dropCaches();
                return start(run, database);
            }));
        }
        List<Series> measured = run.rounds().of(subjects);
        run.page.section("Start");
        run.page.paragraph(
                "From the start of the process to the answer to the first sign-in that succeeds, tried every 2 ms."
                        + (cold ? "" : " Cold starts weren't measured: the page cache can't be dropped from here."));
        run.page.table(
                List.of("", "ms"),
                measured.stream().map(series -> Page.row(series, MILLIS)).toList());
    }

    private static Sample start(Run run, String database) throws IOException {
        long begin = System.nanoTime();
        try (VestibuleServer server = VestibuleServer.launch(run.postgres, database, run.work, Variant.USUAL)) {
            server.awaitSuccess(Calls.keazeSignIn(1));
            return Sample.of(MILLIS, (System.nanoTime() - begin) / 1e6);
        }
    }

    /** False where the system doesn't let us. */
    private static boolean dropCaches() {
        try {
            Files.writeString(DROP_CACHES, "3");
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
