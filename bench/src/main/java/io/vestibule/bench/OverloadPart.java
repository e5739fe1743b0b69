package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;

import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.PacedLoad;
import io.vestibule.bench.load.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What refreshes wait while sign-ins want more hashes than the machine can compute. */
final class OverloadPart {
    private static final int REFRESHES_A_SECOND = 100;
    private static final int CONNECTIONS = 4;
    private static final double TARGET = 5;
    /** When the sign-ins begin, all of them stand at the same point; some hashes later they don't any more. */
    private static final Duration ALL_AT_ONCE = Duration.ofSeconds(1);

    private OverloadPart() {}

    static void measure(Run run) throws IOException {
        Stand stand = run.stand();
        Call signIn = stand.calls().keazeSignIn();
        Subject calm = Subject.of("refresh, nothing else", time -> refresh(stand, time));
        Subject busy = Subject.of("refresh while " + run.plan.most() + " connections sign in", time -> {
            var signIns =
                    CompletableFuture.supplyAsync(() -> signIn(stand, signIn, run.plan.most(), time.plus(ALL_AT_ONCE)));
            Machine.pause(ALL_AT_ONCE.toMillis());
            Sample sample = refresh(stand, time);
            try {
                signIns.join().sound();
            } catch (CompletionException e) {
                throw new IOException("the sign-ins failed", e);
            }
            return sample;
        });
        Duration longer = run.plan.time().multipliedBy(2); // p99 of few
        List<Series> measured = new Rounds(run.plan.rounds(), longer, Run::tell).of(List.of(calm, busy));
        run.page.section("Under load");
        run.page.paragraph(
                "%d refreshes a second on %d connections, whatever time they take, each counted from the moment it was due."
                        .formatted(REFRESHES_A_SECOND, CONNECTIONS));
        run.page.table(
                List.of("", "p50, ms", "p99, ms"),
                measured.stream()
                        .map(series -> Page.row(series, P50_MILLIS, P99_MILLIS))
                        .toList());
        run.judge(Verdict.atMost(
                TARGET,
                "p99 of refresh while sign-ins saturate the hash pool, of its unloaded p99",
                measured.getLast().per(measured.getFirst(), P99_MILLIS),
                P99_MILLIS));
    }

    private static Sample refresh(Stand stand, Duration time) throws IOException {
        try {
            Result result = PacedLoad.run(
                            stand.server().target(),
                            CONNECTIONS,
                            REFRESHES_A_SECOND,
                            time,
                            stand.calls().refresh().script())
                    .sound();
            return new Sample(Map.of(
                    PER_SECOND, result.perSecond(), P50_MILLIS, result.millis(50), P99_MILLIS, result.millis(99)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Result signIn(Stand stand, Call signIn, int connections, Duration time) {
        try {
            return Load.run(stand.server().target(), connections, time, signIn.script());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
