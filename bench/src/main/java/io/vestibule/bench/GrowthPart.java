package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.DATABASE_MICROS;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Every call of servers whose databases have ever more customers, in turn. */
final class GrowthPart {
    private static final double TARGET = 0.8;
    private static final Set<Part> AIMED_AT = Set.of(Part.REFRESH, Part.LOOK_UP);

    private final Run run;
    private final SequencedMap<Long, Stand> stands = new LinkedHashMap<>();
    private final List<Subject> subjects = new ArrayList<>();
    /** The names of the calls with a target, of the largest database. */
    private final Set<String> aimedAt = new HashSet<>();

    private GrowthPart(Run run) {
        this.run = run;
    }

    static void measure(Run run) throws IOException {
        GrowthPart part = new GrowthPart(run);
        try {
            part.prepare();
            part.report(run.rounds().of(part.subjects));
        } finally {
            part.stands.values().stream()
                    .filter(stand -> stand.population().customers() != run.plan.customers())
                    .forEach(Stand::close);
        }
    }

    private void prepare() throws IOException {
        for (long customers : run.plan.growth()) {
            Stand stand = customers == run.plan.customers()
                    ? run.stand()
                    : Stand.of(run.postgres, customers, run.work, Variant.USUAL);
            stands.put(customers, stand);
            aimedAt.clear();
            Arrays.stream(Part.values()).filter(Part::isCall).forEach(part -> add(part, stand));
        }
        // After all fills, since each ends in a checkpoint; the largest first, since it drives the others out of memory
        for (Stand stand : stands.reversed().values()) {
            WarmUp.run(run, stand, run.plan.warmUp());
        }
    }

    private void add(Part part, Stand stand) {
        for (Call call : CallsPart.calls(stand.calls(), Set.of(part))) {
            String name =
                    call.name() + ", %,d customers".formatted(stand.population().customers());
            subjects.add(call.subject(name, stand.server(), run.postgres, run.plan.most()));
            if (AIMED_AT.contains(part)) {
                aimedAt.add(name);
            }
        }
    }

    private void report(List<Series> measured) {
        run.page.section("Growth");
        run.page.paragraph(explanation());
        int calls = measured.size() / stands.size();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            Series series = measured.get(i);
            Series ratio = series.per(measured.get(i % calls), PER_SECOND);
            List<String> row = new ArrayList<>(
                    Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS));
            row.add(i < calls ? "" : ratio.spread(PER_SECOND));
            rows.add(row);
            if (aimedAt.contains(series.name())) {
                String smallest = "%,d".formatted(stands.firstEntry().getKey());
                run.judge(Verdict.atLeast(TARGET, series.name() + ", per that at " + smallest, ratio, PER_SECOND));
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

    private String explanation() {
        return """
                %d connections. Customers and logins are asked for at random, of all; a refresh is of the next of at most %,d sessions, a profile \
                read of one of at most %,d, both spread over the first half. This is the steady state: before the rounds, \
                tables and indexes of customers, sessions and logins were read into memory as far as they fit, and refreshes and \
                look-ups ran at full load for %d s each. What a database shows that was just started, or had a \
                checkpoint a moment ago, isn't measured.""".formatted(
                        run.plan.most(),
                        Population.MOST_TOKENS,
                        Sessions.ACCESS_TOKENS,
                        run.plan.warmUp().toSeconds());
    }
}
