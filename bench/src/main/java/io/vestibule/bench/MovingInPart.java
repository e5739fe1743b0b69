package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
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
    private static final int FIRST_SIGN_INS_A_SECOND = 200;
    private static final int SIGN_IN_CONNECTIONS = 128;
    private static final int REFRESHES_A_SECOND = 100;
    private static final int REFRESH_CONNECTIONS = 4;
    private static final long ANSWER_MILLIS = 200;
    private static final long HANGING_MILLIS = 60_000;
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
        try (SlowUpstream hanging = new SlowUpstream(HANGING_MILLIS);
                SlowUpstream slow = new SlowUpstream(ANSWER_MILLIS)) {
            run.page.section("Moving in");
            residents(hanging);
            newcomers(slow);
        } finally {
            store.remove(1, AuditContext.COMMAND);
        }
    }

    private void residents(SlowUpstream hanging) throws IOException {
        Call signIn = stand.calls().keazeSignIn();
        Subject without = signIn.subject("sign-in Keaze, no upstream", stand.server(), run.postgres, run.plan.most());
        Subject with =
                signIn.subject("sign-in Keaze, an upstream that hangs", stand.server(), run.postgres, run.plan.most());
        List<Series> measured = run.rounds().of(List.of(after(this::unset, without), after(() -> set(hanging), with)));
        run.page.table(
                List.of("", "a second", "p50, ms", "p99, ms"),
                measured.stream()
                        .map(series -> Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS))
                        .toList());
        run.judge(Verdict.atLeast(
                AS_FAST,
                "sign-ins of customers who live here with an upstream that hangs, of those without",
                measured.getLast().per(measured.getFirst(), PER_SECOND),
                PER_SECOND));
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

    private void newcomers(SlowUpstream slow) throws IOException {
        String batch = UUID.randomUUID().toString();
        AtomicLong next = new AtomicLong();
        Script first = Calls.expecting(
                200,
                () -> Http.json(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"new" + next.incrementAndGet() + "." + batch
                                + "@bench.example.com\",\"password\":\"" + Population.PASSWORD + "\"}"));
        set(slow);
        Machine.pause(SETTINGS_AGE);
        Duration longer = run.plan.time().multipliedBy(2); // p99 of few
        List<Series> measured = new Rounds(run.plan.rounds(), longer, Run::tell)
                .of(List.of(
                        Subject.of(
                                "refresh while 200 a second sign in who live here",
                                time -> beside(stand.calls().keazeSignIn().script(), time)),
                        Subject.of(
                                "refresh while 200 a second sign in for the first time", time -> beside(first, time))));
        run.page.paragraph(
                ("%d sign-ins a second on %d connections, and beside them %d refreshes a second, each counted from the moment it"
                                + " was due. The upstream takes %d ms. It was asked by %d at once at most.")
                        .formatted(
                                FIRST_SIGN_INS_A_SECOND,
                                SIGN_IN_CONNECTIONS,
                                REFRESHES_A_SECOND,
                                ANSWER_MILLIS,
                                slow.mostAtOnce()));
        run.page.table(
                List.of("", "signed in a second", "refresh p50, ms", "refresh p99, ms"),
                measured.stream()
                        .map(series -> Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS))
                        .toList());
        run.judge(Verdict.atMost(
                AS_QUICK,
                "p99 of refresh beside first sign-ins, of that beside sign-ins of customers who live here",
                measured.getLast().per(measured.getFirst(), P99_MILLIS),
                P99_MILLIS));
        run.judge(Verdict.atMost(
                MOST_AT_ONCE,
                "requests to the upstream at once",
                new Series("at once", List.of(Sample.of(PER_SECOND, slow.mostAtOnce()))),
                PER_SECOND));
    }

    /** Refreshes beside sign-ins; a second is of those who were let in. */
    private Sample beside(Script signIns, Duration time) throws IOException {
        var busy =
                CompletableFuture.supplyAsync(() -> paced(SIGN_IN_CONNECTIONS, FIRST_SIGN_INS_A_SECOND, time, signIns));
        Result refreshes = paced(
                        REFRESH_CONNECTIONS,
                        REFRESHES_A_SECOND,
                        time,
                        stand.calls().refresh().script())
                .sound();
        try {
            return new Sample(Map.of(
                    PER_SECOND,
                    busy.join().perSecond(),
                    P50_MILLIS,
                    refreshes.millis(50),
                    P99_MILLIS,
                    refreshes.millis(99)));
        } catch (CompletionException e) {
            throw new IOException("the sign-ins failed", e);
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
