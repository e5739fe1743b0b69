package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.DATABASE_MICROS;
import static io.vestibule.bench.Sample.Figure.LOAD_MICROS;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;
import static io.vestibule.bench.Sample.Figure.WAL_BYTES;

import io.vestibule.bench.load.Load;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every call, beside what limits it: raw hashes, pgbench with the same statement, HTTP with nothing behind it. */
final class CallsPart {
    private static final double HASHES = 0.93;
    private static final double WRITES = 0.5;
    private static final double READS = 0.45;
    private static final Set<Part> READING = Set.of(Part.PROFILE, Part.LOOK_UP);

    private final Run run;
    private final List<Subject> subjects = new ArrayList<>();
    /** What is compared with what, by names. */
    private final Map<String, String> limits = new LinkedHashMap<>();

    private final Map<String, Double> targets = new LinkedHashMap<>();

    private CallsPart(Run run) {
        this.run = run;
    }

    static void measure(Run run, Set<Part> chosen) throws IOException {
        CallsPart part = new CallsPart(run);
        try (EmptyServer empty = EmptyServer.start(run.work)) {
            for (int connections : run.plan.connections()) {
                part.subjects.add(empty.subject(connections));
            }
            Subject hashes = RawHashes.subject();
            if (chosen.contains(Part.SIGN_IN) || chosen.contains(Part.REGISTER)) {
                part.subjects.add(hashes);
            }
            for (Part one : chosen) {
                part.add(one, hashes);
            }
            List<Series> measured = run.rounds().of(part.subjects);
            part.report(measured);
            Wrk.calibrate(run, empty);
        }
    }

    /** The calls that parts are. */
    static List<Call> calls(Calls calls, Set<Part> parts) {
        List<Call> found = new ArrayList<>();
        for (Part part : parts) {
            found.addAll(part.call == null ? calls.signIns() : List.of(part.call.apply(calls)));
        }
        return found;
    }

    private void add(Part part, Subject hashes) throws IOException {
        Calls calls = run.stand().calls();
        if (part.call == null) {
            for (Call call : calls.signIns()) {
                add(call, hashes.name(), HASHES);
            }
            return;
        }
        Call call = part.call.apply(calls);
        if (call.statement() == null) {
            add(call, hashes.name(), Double.NaN); // nothing is aimed at
        } else if (run.pgbench.isPresent()) {
            Subject limit = limit(call, run.pgbench.get());
            subjects.add(limit);
            add(call, limit.name(), READING.contains(part) ? READS : WRITES);
        } else {
            add(call, "", Double.NaN);
        }
    }

    private void add(Call call, String limit, double target) throws IOException {
        for (int connections : run.plan.connections()) {
            String name = call.name() + ", " + connections + (connections == 1 ? " connection" : " connections");
            subjects.add(call.subject(name, run.stand().server(), run.postgres, connections));
            limits.put(name, limit);
            if (connections == run.plan.most() && !Double.isNaN(target)) {
                targets.put(name, target);
            }
        }
    }

    private Subject limit(Call call, PgBench pgbench) throws IOException {
        Stand stand = run.stand();
        call.prepare().run(Duration.ofSeconds(1));
        StatementLog.Request once =
                () -> Load.run(stand.server().target(), 1, Duration.ofSeconds(5), new Few(call.script(), 1))
                        .sound();
        List<Statement> statements = new StatementLog(run.postgres).common(once, once);
        return pgbench.subject(
                "pgbench, " + call.name(),
                call,
                statements,
                run.postgres,
                stand.population().database(),
                run.work);
    }

    private void report(List<Series> measured) {
        run.page.section("Calls");
        run.page.paragraph(
                "%,d customers. *Of its limit*: of raw hashes for sign-in and registration, else of pgbench with the call's own statement on %d connections, as many as the server's pool has."
                        .formatted(run.plan.customers(), PgBench.CONNECTIONS));
        List<List<String>> rows = new ArrayList<>();
        for (Series series : measured) {
            Series limit = measured.stream()
                    .filter(other -> other.name().equals(limits.get(series.name())))
                    .findFirst()
                    .orElse(null);
            List<String> row = new ArrayList<>(Page.row(
                    series,
                    PER_SECOND,
                    P50_MILLIS,
                    P99_MILLIS,
                    SERVER_MICROS,
                    DATABASE_MICROS,
                    WAL_BYTES,
                    LOAD_MICROS));
            Series ratio = limit == null ? null : series.per(limit, PER_SECOND);
            row.add(ratio == null ? "" : ratio.spread(PER_SECOND));
            rows.add(row);
            Double target = targets.get(series.name());
            if (ratio != null && target != null) {
                run.judge(Verdict.atLeast(
                        target, series.name() + ", of " + limits.get(series.name()), ratio, PER_SECOND));
            }
        }
        run.page.table(
                List.of(
                        "",
                        "a second",
                        "p50, ms",
                        "p99, ms",
                        "server CPU, µs",
                        "PostgreSQL CPU, µs",
                        "WAL, bytes",
                        "load CPU, µs",
                        "of its limit"),
                rows);
    }
}
