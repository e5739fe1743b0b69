package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;

import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.PacedLoad;
import io.vestibule.bench.load.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Connections that sign in, and again at once after each answer, also after a 503, while others refresh at a steady rate. */
final class SignInFlood {
    private static final int FEW = 64;
    private static final int MANY = 500;
    private static final int REFRESHES_A_SECOND = 50;
    private static final double VERIFIED_OF_FEW = 0.9;
    private static final double REFRESH_P99_MILLIS = 250;
    private static final double REFUSED_OF_VERIFIED = 0.01;

    private SignInFlood() {}

    /** What came of a flood. */
    private record Came(Result signIns, Result refreshes, CpuTime whole, CpuTime hashing) {
        /** CPU time but for the hashes. */
        private double restMicros() {
            return whole.since(hashing).microsFor(1);
        }
    }

    static void measure(Run run) throws IOException {
        Stand stand = run.stand();
        List<Came> few = new ArrayList<>();
        List<Came> many = new ArrayList<>();
        List<Subject> subjects = List.of(
                Subject.of(FEW + " connections", time -> sample(flood(run, stand, FEW, time), few)),
                Subject.of(MANY + " connections", time -> sample(flood(run, stand, MANY, time), many)));
        List<Series> measured = run.rounds().of(subjects);
        if (run.plan.rounds() > 0) { // the first round warmed up
            few.removeFirst();
            many.removeFirst();
        }
        run.page.section("Sign-ins");
        run.page.paragraph(
                "Each connection signs in with the right password, and again at once after each answer, also after a 503;"
                        + " beside them %d refreshes a second, each counted from the moment it was due."
                                .formatted(REFRESHES_A_SECOND));
        run.page.table(
                List.of(
                        "",
                        "verified a second",
                        "refresh p50, ms",
                        "refresh p99, ms",
                        "refused a second, median round"),
                List.of(row(measured.getFirst(), few), row(measured.getLast(), many)));
        run.judge(Verdict.atLeast(
                VERIFIED_OF_FEW,
                "sign-ins verified with " + MANY + " connections, of those with " + FEW,
                measured.getLast().per(measured.getFirst(), PER_SECOND),
                PER_SECOND));
        run.judge(Verdict.atMost(REFRESH_P99_MILLIS, "p99 of refresh meanwhile, ms", measured.getLast(), P99_MILLIS));
        run.judge(Verdict.atMost(
                REFUSED_OF_VERIFIED,
                "CPU time of server and PostgreSQL for a refused sign-in, of that for a verified one",
                new Series("refused", cost(few, many)),
                SERVER_MICROS));
    }

    private static List<String> row(Series series, List<Came> came) {
        List<String> row = new ArrayList<>(Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS));
        row.add(Series.number(came.stream()
                .mapToDouble(one -> one.signIns().failed() / one.signIns().seconds())
                .sorted()
                .skip(came.size() / 2)
                .findFirst()
                .orElse(0)));
        return row;
    }

    /**
     * Of each round, what a refused one takes of a verified one's: the threads that hash apart, a verified one takes the same whether few or
     * many ask, and what is left is of those refused.
     */
    private static List<Sample> cost(List<Came> few, List<Came> many) {
        List<Sample> ratios = new ArrayList<>();
        for (int round = 0; round < many.size(); round++) {
            Came calm = few.get(round);
            Came flood = many.get(round);
            double verifiedRest = calm.restMicros() / calm.signIns().all();
            double verified = calm.whole().microsFor(calm.signIns().all());
            double refused =
                    (flood.restMicros() - verifiedRest * flood.signIns().all())
                            / Math.max(1, flood.signIns().failed());
            ratios.add(Sample.of(SERVER_MICROS, Math.max(0, refused) / verified));
        }
        return ratios;
    }

    private static Sample sample(Came came, List<Came> all) {
        all.add(came);
        return new Sample(Map.of(
                PER_SECOND,
                came.signIns().perSecond(),
                P50_MILLIS,
                came.refreshes().millis(50),
                P99_MILLIS,
                came.refreshes().millis(99)));
    }

    private static Came flood(Run run, Stand stand, int connections, Duration time) throws IOException {
        VestibuleServer server = stand.server();
        Call signIn = stand.calls().keazeSignIn();
        CpuTime before = server.cpuTime().plus(run.postgres.work().cpuTime());
        CpuTime hashesBefore = server.cpuTime("hash-");
        var signIns = CompletableFuture.supplyAsync(() -> {
            try {
                return Load.run(server.target(), connections, time, signIn.script());
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        try {
            Result refreshes = PacedLoad.run(
                            server.target(),
                            4,
                            REFRESHES_A_SECOND,
                            time,
                            stand.calls().refresh().script())
                    .sound();
            Result came = signIns.get();
            CpuTime whole = server.cpuTime().plus(run.postgres.work().cpuTime()).since(before);
            return new Came(came, refreshes, whole, server.cpuTime("hash-").since(hashesBefore));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException e) {
            throw new IOException("the sign-ins failed", e.getCause());
        }
    }
}
