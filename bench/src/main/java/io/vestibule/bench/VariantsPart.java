package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.DATABASE_MICROS;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The same calls of servers that run in different ways, in turn: whether a change is worth it. They share a database, but another build has
 * its own, as its schema is another.
 */
final class VariantsPart {
    private VariantsPart() {}

    static void measure(Run run, Set<Part> chosen) throws IOException {
        compare(run, "Variants", run.plan.variants(), calls -> CallsPart.calls(calls, chosen));
    }

    /** Compares the server as it is with others; the series of each call, the server's as it is first. */
    static List<List<Series>> compare(Run run, String title, List<Variant> others, Function<Calls, List<Call>> calls)
            throws IOException {
        List<Variant> variants = new ArrayList<>(others);
        variants.addFirst(Variant.USUAL); // also a new one: the stand's has served already
        Map<Variant, Stand> stands = new LinkedHashMap<>();
        List<List<Series>> all = new ArrayList<>();
        try {
            for (Variant variant : variants) {
                stands.put(variant, stand(run, variant));
            }
            run.page.section(title);
            int count = calls.apply(run.stand().calls()).size();
            for (int i = 0; i < count; i++) {
                List<Subject> subjects = new ArrayList<>();
                for (Map.Entry<Variant, Stand> stand : stands.entrySet()) {
                    Call call = calls.apply(stand.getValue().calls()).get(i);
                    subjects.add(
                            subject(run, call, stand.getKey(), stand.getValue().server()));
                }
                List<Series> measured = run.rounds().of(subjects);
                report(run, measured);
                all.add(measured);
            }
            memory(run, stands);
            return all;
        } finally {
            stands.values().forEach(Stand::close);
        }
    }

    private static Stand stand(Run run, Variant variant) throws IOException {
        Stand stand = run.stand();
        if (!variant.jar().equals(Variant.USUAL.jar())) {
            return Stand.of(run.postgres, run.plan.customers(), run.work, variant);
        }
        VestibuleServer server =
                VestibuleServer.start(run.postgres, stand.population().database(), run.work, variant);
        return new Stand(server, stand.population(), stand.calls());
    }

    private static Subject subject(Run run, Call call, Variant variant, VestibuleServer server) {
        String name = call.name() + ", " + variant.name();
        return call.subject(name, server, run.postgres, run.plan.most());
    }

    private static void report(Run run, List<Series> measured) {
        List<List<String>> rows = new ArrayList<>();
        for (Series series : measured) {
            List<String> row = new ArrayList<>(
                    Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS));
            row.add(series.per(measured.getFirst(), PER_SECOND).spread(PER_SECOND));
            row.add(series.per(measured.getFirst(), SERVER_MICROS).spread(SERVER_MICROS));
            rows.add(row);
        }
        run.page.table(
                List.of(
                        "",
                        "a second",
                        "p50, ms",
                        "p99, ms",
                        "server CPU, µs",
                        "PostgreSQL CPU, µs",
                        "throughput, of as it is",
                        "server CPU, of as it is"),
                rows);
    }

    private static void memory(Run run, Map<Variant, Stand> stands) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<Variant, Stand> stand : stands.entrySet()) {
            rows.add(row(stand.getKey(), stand.getValue().server()));
        }
        run.page.table(List.of("", "resident, MiB", "most so far, MiB"), rows);
    }

    private static List<String> row(Variant variant, VestibuleServer server) throws IOException {
        Memory memory = Memory.of(server.program().handle());
        return List.of(variant.name(), Series.number(memory.mebibytes()), Series.number(memory.mostMebibytes()));
    }
}
