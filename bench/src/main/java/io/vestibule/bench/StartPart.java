package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.MEBIBYTES;
import static io.vestibule.bench.Sample.Figure.MILLIS;

import io.vestibule.bench.load.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * From the start of the process to the first sign-in that succeeds, with the database up, and what is resident then. Each build has a database
 * of its own, with the demo data: another one may have another schema.
 */
final class StartPart {
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private static final byte[] SIGN_IN = Http.json(
            "/api/rest/portal/password-login", "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}");

    private StartPart() {}

    static void measure(Run run) throws IOException {
        List<Variant> variants = new ArrayList<>(run.plan.variants());
        variants.addFirst(Variant.USUAL);
        variants.stream().map(StartPart::database).collect(Collectors.toSet()).forEach(run.postgres::create);
        boolean cold = dropCaches();
        run.page.section("Start");
        run.page.paragraph(
                "From the start of the process to the answer to the first sign-in that succeeds, tried every 2 ms."
                        + (cold ? "" : " Cold starts weren't measured: the page cache can't be dropped from here."));
        report(run, "warm: files in the page cache", variants, variant -> start(run, variant));
        if (cold) {
            report(run, "cold: page cache dropped", variants, variant -> {
                dropCaches();
                return start(run, variant);
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
            List<String> row = new ArrayList<>(Page.row(series, MILLIS, MEBIBYTES));
            row.add(measured.getFirst().per(series, MILLIS).spread(MILLIS));
            rows.add(row);
        }
        run.page.table(List.of("", "ms", "resident then, MiB", "as it is, of this time"), rows);
    }

    private static String database(Variant variant) {
        return "start_" + variant.build();
    }

    private static Sample start(Run run, Variant variant) throws IOException {
        long begin = System.nanoTime();
        try (VestibuleServer server = VestibuleServer.launch(run.postgres, database(variant), run.work, variant)) {
            server.awaitSuccess(SIGN_IN);
            double millis = (System.nanoTime() - begin) / 1e6;
            return new Sample(Map.of(
                    MILLIS,
                    millis,
                    MEBIBYTES,
                    Memory.of(server.program().handle()).mebibytes()));
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
