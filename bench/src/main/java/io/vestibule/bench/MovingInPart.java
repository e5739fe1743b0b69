package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.DATABASE_MICROS;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.audit.AuditContext;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.PacedLoad;
import io.vestibule.bench.load.Result;
import io.vestibule.bench.load.Script;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.sql.Connections;
import io.vestibule.sql.Sql;
import io.vestibule.upstream.UpstreamCredentials;
import io.vestibule.upstream.UpstreamStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** What a portal's upstream costs who lives here, and what first sign-ins through one cost the others. */
final class MovingInPart {
    /** Of those who sign in for the first time, where the machine allows. */
    private static final int MOST_A_SECOND = 200;
    /** Of the sign-ins that the machine makes: with more, whatever comes beside them waits for a core. */
    private static final double LEAVES_ROOM = 0.5;

    private static final int SIGN_IN_CONNECTIONS = 128;
    private static final int REFRESHES_A_SECOND = 100;
    private static final int REFRESH_CONNECTIONS = 4;
    private static final Duration ANSWER = Duration.ofMillis(200);
    private static final Duration HANGING = Duration.ofMinutes(1);
    private static final double AS_FAST = 0.99;
    private static final double AS_QUICK = 1.1;
    private static final int MOST_AT_ONCE = 64;
    /** Nodes know a portal's settings for a second. */
    private static final long SETTINGS_AGE = 1_200;

    private final Run run;
    private final Stand stand;
    private final UpstreamStore store;

    private MovingInPart(Run run) throws IOException {
        this.run = run;
        this.stand = run.stand();
        this.store = new UpstreamStore(
                new Sql(new Direct(run.postgres, stand.population().database())));
    }

    /** A connection for each statement. */
    private record Direct(Postgres postgres, String database) implements Connections {
        @Override
        public Connection open() throws SQLException {
            return postgres.connect(database);
        }

        @Override
        public void close(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public void failed(SQLException fault) {}
    }

    static void measure(Run run) throws IOException {
        new MovingInPart(run).measure();
    }

    private void measure() throws IOException {
        try (SlowUpstream hanging = new SlowUpstream(HANGING);
                SlowUpstream slow = new SlowUpstream(ANSWER)) {
            run.page.section("Moving in");
            double signIns = residents(hanging);
            newcomers(slow, (int) Math.min(MOST_A_SECOND, LEAVES_ROOM * signIns));
        } finally {
            store.remove(1, AuditContext.COMMAND);
        }
    }

    /** How many sign in a second. */
    private double residents(SlowUpstream hanging) throws IOException {
        Call signIn = stand.calls().keazeSignIn();
        Subject without = signIn.subject("sign-in Keaze, no upstream", stand.server(), run.postgres, run.plan.most());
        Subject with =
                signIn.subject("sign-in Keaze, an upstream that hangs", stand.server(), run.postgres, run.plan.most());
        // What two measurements of one thing differ by is what the ratio can't tell
        Subject again = signIn.subject("the same again", stand.server(), run.postgres, run.plan.most());
        List<Series> measured = run.rounds()
                .of(List.of(after(this::unset, without), after(() -> set(hanging), with), after(this::unset, again)));
        run.page.table(
                List.of("", "a second", "p50, ms", "p99, ms"),
                measured.stream()
                        .map(series -> Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS))
                        .toList());
        run.judge(Verdict.atLeast(
                AS_FAST,
                "sign-ins of customers who live here with an upstream that hangs, of those without",
                measured.get(1).per(measured.getFirst(), PER_SECOND),
                PER_SECOND));
        run.page.paragraph("The same again, of those without: %s a second."
                .formatted(
                        measured.getLast().per(measured.getFirst(), PER_SECOND).spread(PER_SECOND)));
        return measured.getFirst().median(PER_SECOND);
    }

    private static Subject after(Runnable setting, Subject subject) {
        return Subject.of(subject.name(), time -> {
            setting.run();
            Machine.pause(SETTINGS_AGE);
            return subject.measure(time);
        });
    }

    private void unset() {
        store.remove(1, AuditContext.COMMAND);
    }

    private void set(SlowUpstream upstream) {
        byte[] credentials = "{\"auth-userid\":\"1\",\"api-key\":\"key\"}".getBytes(UTF_8);
        if (UpstreamCredentials.read(Kind.LOGICBOXES, credentials)
                instanceof UpstreamCredentials.Reading.Good(UpstreamCredentials good)) {
            store.set(1, Kind.LOGICBOXES, upstream.url(), good, VestibuleServer.masterKey(), 1, AuditContext.COMMAND);
        }
    }

    private void newcomers(SlowUpstream slow, int rate) throws IOException {
        String batch = UUID.randomUUID().toString();
        AtomicLong next = new AtomicLong();
        Script first = Calls.expecting(
                200,
                () -> Http.json(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"new" + next.incrementAndGet() + "." + batch
                                + "@bench.example.com\",\"password\":\"" + Population.PASSWORD + "\"}"));
        Calls calls = stand.calls();
        Duration longer = run.plan.time().multipliedBy(2); // p99 of few
        List<Series> measured = new Rounds(run.plan.rounds(), longer, Run::tell)
                .of(List.of(
                        after(
                                this::unset,
                                beside("sign-ins", calls.keazeSignIn().script(), rate)),
                        after(
                                this::unset,
                                beside("registrations", calls.register().script(), rate)),
                        after(() -> set(slow), beside("first sign-ins", first, rate))));
        run.page.paragraph(
                ("%d a second of each on %d connections, and beside them %d refreshes a second, each counted from the moment it"
                                + " was due. The upstream takes %d ms. %d requests to it were under way at once at most.")
                        .formatted(
                                rate, SIGN_IN_CONNECTIONS, REFRESHES_A_SECOND, ANSWER.toMillis(), slow.mostAtOnce()));
        run.page.table(
                List.of(
                        "refreshes beside",
                        "done a second",
                        "refresh p50, ms",
                        "refresh p99, ms",
                        "server CPU of one, µs",
                        "PostgreSQL CPU of one, µs"),
                measured.stream()
                        .map(series ->
                                Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS))
                        .toList());
        run.judge(Verdict.atMost(
                AS_QUICK,
                "p99 of refresh beside first sign-ins, of that beside registrations",
                measured.getLast().per(measured.get(1), P99_MILLIS),
                P99_MILLIS));
        run.judge(Verdict.atMost(
                MOST_AT_ONCE,
                "requests to the upstream at once",
                new Series("at once", List.of(Sample.of(PER_SECOND, slow.mostAtOnce()))),
                PER_SECOND));
    }

    private Subject beside(String name, Script script, int rate) {
        return Subject.of(name, time -> beside(script, rate, time));
    }

    /** Refreshes beside others; what is a second, and CPU time for one with the refreshes beside it, is of these others. */
    private Sample beside(Script others, int rate, Duration time) throws IOException {
        CpuTime serverBefore = stand.server().cpuTime();
        Postgres.Work databaseBefore = run.postgres.work();
        var busy = CompletableFuture.supplyAsync(() -> paced(SIGN_IN_CONNECTIONS, rate, time, others));
        Result refreshes = paced(
                        REFRESH_CONNECTIONS,
                        REFRESHES_A_SECOND,
                        time,
                        stand.calls().refresh().script())
                .sound();
        try {
            Result done = busy.join().sound();
            return new Sample(Map.of(
                    PER_SECOND,
                    done.perSecond(),
                    P50_MILLIS,
                    refreshes.millis(50),
                    P99_MILLIS,
                    refreshes.millis(99),
                    SERVER_MICROS,
                    stand.server().cpuTime().since(serverBefore).microsFor(done.all()),
                    DATABASE_MICROS,
                    run.postgres.work().since(databaseBefore).cpuTime().microsFor(done.all())));
        } catch (CompletionException e) {
            throw new IOException("the load beside the refreshes failed", e);
        }
    }

    private Result paced(int connections, int perSecond, Duration time, Script script) {
        try {
            return PacedLoad.run(stand.server().target(), connections, perSecond, time, script);
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
