package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.MEBIBYTES;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;

import io.vestibule.bench.load.Flooding;
import io.vestibule.bench.load.Flooding.Kind;
import io.vestibule.bench.load.LargeBodies;
import io.vestibule.bench.load.PacedLoad;
import io.vestibule.bench.load.Result;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Connections that never end a request, more than the server keeps, while well-behaved clients refresh. */
final class ConnectionFlood {
    private static final int IDLE = 10_000;
    private static final int SLOW_HEADS = 2_000;
    private static final int SLOW_BODIES = 2_000;
    private static final int LARGE_BODIES = 4;
    private static final int CLIENTS = 50;
    private static final int REFRESHES_A_SECOND = 250;
    private static final double REFRESH_P99_MILLIS = 100;
    private static final double RESIDENT_MEBIBYTES = 256;
    private static final String PATH = "/api/rest/portal/password-login";
    private static final String HEAD = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\n";

    private ConnectionFlood() {}

    /** Connections that do nothing, heads and bodies that never end. */
    static void slow(Run run) throws IOException {
        measure(
                run,
                "Connections",
                "%,d connections that send nothing, %,d whose head comes a line at a time, %,d whose body comes a byte at a time, all at once"
                        .formatted(IDLE, SLOW_HEADS, SLOW_BODIES),
                server -> Flooding.on(server.target())
                        .with(IDLE, new Kind("", ""))
                        .with(SLOW_HEADS, new Kind(HEAD, "X-Slow: x\r\n"))
                        .with(SLOW_BODIES, new Kind(HEAD + "Content-Length: 10000\r\n\r\n{", " "))
                        .begin());
    }

    /** Bodies far over the limit, sent as fast as the server takes them. */
    static void large(Run run) throws IOException {
        measure(
                run,
                "Large bodies",
                "%d connections that send bodies of 1 GiB as fast as they are taken, each again when it is closed"
                        .formatted(LARGE_BODIES),
                server -> LargeBodies.begin(server.target(), PATH, LARGE_BODIES));
    }

    @FunctionalInterface
    private interface Attack {
        Closeable on(VestibuleServer server) throws IOException;
    }

    private static void measure(Run run, String section, String words, Attack attack) throws IOException {
        Stand stand = run.stand();
        String name = section.toLowerCase(Locale.ROOT);
        Subject calm = Subject.of("nothing else", time -> sample(stand, time));
        Subject flooded = Subject.of(name, time -> {
            try (Closeable _ = attack.on(stand.server())) {
                return sample(stand, time);
            }
        });
        List<Series> measured = run.rounds().of(List.of(calm, flooded));
        run.page.section(section);
        run.page.paragraph(words
                + "; beside them %d clients that refresh %d times a second together, each counted from the moment it was due."
                        .formatted(CLIENTS, REFRESHES_A_SECOND));
        run.page.table(
                List.of("", "refresh p50, ms", "refresh p99, ms", "resident at the most so far, MiB"),
                measured.stream()
                        .map(series -> Page.row(series, P50_MILLIS, P99_MILLIS, MEBIBYTES))
                        .toList());
        run.judge(Verdict.atMost(REFRESH_P99_MILLIS, "p99 of refresh, ms: " + name, measured.getLast(), P99_MILLIS));
        run.judge(Verdict.atMost(RESIDENT_MEBIBYTES, "resident memory, MiB: " + name, measured.getLast(), MEBIBYTES));
    }

    private static Sample sample(Stand stand, Duration time) throws IOException {
        try {
            Result result = PacedLoad.run(
                            stand.server().target(),
                            CLIENTS,
                            REFRESHES_A_SECOND,
                            time,
                            stand.calls().refresh().script())
                    .sound();
            return new Sample(Map.of(
                    P50_MILLIS,
                    result.millis(50),
                    P99_MILLIS,
                    result.millis(99),
                    MEBIBYTES,
                    Memory.of(stand.server().program().handle()).mostMebibytes()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
