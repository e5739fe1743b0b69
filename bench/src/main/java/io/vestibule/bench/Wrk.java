package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.PER_SECOND;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator beside wrk, on the handler that does nothing: what the one costs more than the other is lost to the server. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

    private Wrk() {}

    static void calibrate(Run run, EmptyServer empty) throws IOException {
        int connections = run.plan.most();
        run.page.section("The load generator");
        if (!Machine.has("wrk")) {
            run.page.paragraph("wrk isn't installed: nothing to compare with.");
            return;
        }
        Subject own = empty.subject(connections);
        Subject wrk = Subject.of("wrk, one thread, " + connections + " connections", time -> {
            Matcher rate = RATE.matcher(Program.output(
                    List.of(
                            "wrk",
                            "-t1",
                            "-c" + connections,
                            "-d" + Math.max(1, time.toSeconds()) + "s",
                            "http://127.0.0.1:" + empty.port() + "/"),
                    Map.of()));
            if (!rate.find()) {
                throw new IOException("wrk says nothing of its rate");
            }
            return Sample.of(PER_SECOND, Double.parseDouble(rate.group(1)));
        });
        List<Series> measured = run.rounds().of(List.of(own, wrk));
        run.page.table(
                List.of("", "a second"),
                measured.stream().map(series -> Page.row(series, PER_SECOND)).toList());
        run.page.paragraph("Own per wrk: "
                + measured.getFirst().per(measured.getLast(), PER_SECOND).spread(PER_SECOND));
    }
}
