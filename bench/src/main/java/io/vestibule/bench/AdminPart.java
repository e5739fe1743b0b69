package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.DATABASE_MICROS;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What operators look for and list among many customers: the first page, and the hundredth. */
final class AdminPart {
    private static final double MOST_MILLIS = 50;
    private static final int CONNECTIONS = 8;

    private AdminPart() {}

    static void measure(Run run) throws IOException {
        Stand stand = run.stand();
        History.fill(run.postgres, stand.population());
        AdminLists lists = new AdminLists(
                stand.server().target(),
                AdminKey.header(run.postgres, stand.population().database()),
                stand.population().customers());
        List<Subject> subjects = new ArrayList<>();
        for (Call call : lists.calls()) {
            subjects.add(call.subject(call.name(), stand.server(), run.postgres, CONNECTIONS));
        }
        List<Series> measured = run.rounds().of(subjects);
        run.page.section("What operators look for and list");
        run.page.paragraph(
                "%,d customers, an event of each and %,d more of one of them, a mail of every second. 50 to a page; %d connections. What is looked for begins as that of a random customer does, without the last two digits of its number. The hundredth page is where the `Link` of 99 pages led."
                        .formatted(stand.population().customers(), History.OF_ONE, CONNECTIONS));
        run.page.table(
                List.of("", "a second", "p50, ms", "p99, ms", "server CPU, µs", "PostgreSQL CPU, µs"),
                measured.stream()
                        .map(series ->
                                Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS))
                        .toList());
        measured.forEach(
                series -> run.judge(Verdict.atMost(MOST_MILLIS, series.name() + ", p99, ms", series, P99_MILLIS)));
    }
}
