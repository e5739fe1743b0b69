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
        List<Variant> variants = new ArrayList<>(run.plan.variants());
        variants.addFirst(Variant.USUAL);
        boolean cold = dropCaches();
        run.page.section("Start");
        run.page.paragraph(
                "From the start of the process to the answer to the first sign-in that succeeds, tried every 2 ms."
                        + (cold ? "" : " Cold starts weren't measured: the page cache can't be dropped from here."));
        report(run, "warm: files in the page cache", variants, variant -> start(run, database, variant));
        if (cold) {
            report(run, "cold: page cache dropped", variants, variant -> {
                dropCaches();
                return start(run, database, variant);
            });
        }
    }

    @FunctionalInterface
    private interface Start {
        Sample of(Variant variant) throws IOException;
    }

    private static void report(Run run, String how, List<Variant> variants, Start start) throws IOException {
        List<Series> measured = run.rounds()
                .of(variants.stream()
                        .map(variant -> Subject.of(how + ", " + variant.name(), time -> start.of(variant)))
                        .toList());
        List<List<String>> rows = new ArrayList<>();
        for (Series series : measured) {
            List<String> row = new ArrayList<>(Page.row(series, MILLIS));
            row.add(measured.getFirst().per(series, MILLIS).spread(MILLIS));
            rows.add(row);
        }
        run.page.table(List.of("", "ms", "as it is, of this"), rows);
    }

    private static Sample start(Run run, String database, Variant variant) throws IOException {
        long begin = System.nanoTime();
        try (VestibuleServer server = VestibuleServer.launch(run.postgres, database, run.work, variant)) {
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
