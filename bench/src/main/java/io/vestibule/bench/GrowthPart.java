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

/** The same calls of servers whose databases have ever more customers, in turn. */
final class GrowthPart {
    private static final double TARGET = 0.8;

    private GrowthPart() {}

    static void measure(Run run) throws IOException {
        Map<Long, Stand> stands = new LinkedHashMap<>();
        try {
            for (long customers : run.plan.growth()) {
                stands.put(
                        customers,
                        customers == run.plan.customers()
                                ? run.stand()
                                : Stand.of(run.postgres, customers, run.work, Variant.USUAL));
            }
            List<Subject> subjects = new ArrayList<>();
            stands.forEach((customers, stand) -> {
                for (Call call : List.of(
                        stand.calls().lookUp(),
                        stand.calls().refresh(),
                        stand.calls().keazeSignIn())) {
                    String name = call.name() + ", %,d customers".formatted(customers);
                    subjects.add(call.subject(name, stand.server(), run.postgres, run.plan.most()));
                }
            });
            report(run, run.rounds().of(subjects));
        } finally {
            stands.values().stream()
                    .filter(stand -> stand.population().customers() != run.plan.customers())
                    .forEach(Stand::close);
        }
    }

    private static void report(Run run, List<Series> measured) {
        run.page.section("Growth");
        run.page.paragraph(
                "Customers, sessions and logins are asked for at random; %d connections.".formatted(run.plan.most()));
        int calls = measured.size() / run.plan.growth().size();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            Series series = measured.get(i);
            Series ratio = series.per(measured.get(i % calls), PER_SECOND);
            List<String> row = new ArrayList<>(
                    Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS));
            row.add(i < calls ? "" : ratio.spread(PER_SECOND));
            rows.add(row);
            if (i >= measured.size() - calls) {
                run.judge(Verdict.atLeast(
                        TARGET,
                        series.name()
                                + ", per that at %,d"
                                        .formatted(run.plan.growth().getFirst()),
                        ratio,
                        PER_SECOND));
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
                        "per the smallest"),
                rows);
    }
}
