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

/** The same calls of servers that run in different ways on one database, in turn: whether a change is worth it. */
final class VariantsPart {
    private VariantsPart() {}

    static void measure(Run run, Set<Part> chosen) throws IOException {
        compare(run, "Variants", run.plan.variants(), CallsPart.calls(run.stand().calls(), chosen));
    }

    /** Compares the server as it is with others; the series of each call, the server's as it is first. */
    static List<List<Series>> compare(Run run, String title, List<Variant> others, List<Call> calls) throws IOException {
        Stand stand = run.stand();
        List<Variant> variants = new ArrayList<>(others);
        variants.addFirst(Variant.USUAL); // also a new one: the stand's has served already
        Map<Variant, VestibuleServer> servers = new LinkedHashMap<>();
        List<List<Series>> all = new ArrayList<>();
        try {
            for (Variant variant : variants) {
                servers.put(
                        variant,
                        VestibuleServer.start(run.postgres, stand.population().database(), run.work, variant));
            }
            run.page.section(title);
            for (Call call : calls) {
                List<Subject> subjects = new ArrayList<>();
                servers.forEach((variant, server) -> subjects.add(subject(run, call, variant, server)));
                List<Series> measured = run.rounds().of(subjects);
                report(run, measured);
                all.add(measured);
            }
            memory(run, servers);
            return all;
        } finally {
            servers.values().forEach(VestibuleServer::close);
        }
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

    private static void memory(Run run, Map<Variant, VestibuleServer> servers) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<Variant, VestibuleServer> server : servers.entrySet()) {
            rows.add(row(server.getKey(), server.getValue()));
        }
        run.page.table(List.of("", "resident, MiB", "most so far, MiB"), rows);
    }

    private static List<String> row(Variant variant, VestibuleServer server) throws IOException {
        Memory memory = Memory.of(server.program().handle());
        return List.of(variant.name(), Series.number(memory.mebibytes()), Series.number(memory.mostMebibytes()));
    }
}
