package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.CPU_PERCENT;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vestibule.bench.load.PacedLoad;
import io.vestibule.bench.load.Result;
import io.vestibule.secret.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the console's live overview costs a node: its CPU time while customers sign in and operators watch. */
final class ConsolePart {
    private static final int SIGN_INS_A_SECOND = 50;
    private static final int CONNECTIONS = 16;
    private static final int MOST_WATCHERS = 20;
    /** As many as one operator may have. */
    private static final int WATCHERS_OF_ONE = 8;
    /** What is looked for is small, and a tick of CPU time is 10 ms. */
    private static final int LONGER = 10;

    private static final double TARGET_PERCENT = 1;

    private final Run run;
    private final Stand stand;
    private final List<String> cookies = new ArrayList<>();

    private ConsolePart(Run run) throws IOException {
        this.run = run;
        this.stand = run.stand();
    }

    static void measure(Run run) throws IOException {
        new ConsolePart(run).measure();
    }

    private void measure() throws IOException {
        for (int i = 0; i * WATCHERS_OF_ONE < MOST_WATCHERS; i++) {
            cookies.add(signIn("watcher" + i + "@bench.example.com"));
        }
        Duration time = run.plan.time().multipliedBy(LONGER);
        List<Series> measured = new Rounds(run.plan.rounds(), time, Run::tell)
                .of(List.of(watched(0), watched(1), watched(MOST_WATCHERS)));
        run.page.section("Console");
        run.page.paragraph(
                ("%d sign-ins a second, and beside them operators with the overview open. CPU is that of the server's process"
                                + " without the threads that hash, of all %d processors.")
                        .formatted(SIGN_INS_A_SECOND, Runtime.getRuntime().availableProcessors()));
        run.page.table(
                List.of("", "server CPU, %", "sign-in p99, ms"),
                measured.stream()
                        .map(series -> Page.row(series, CPU_PERCENT, P99_MILLIS))
                        .toList());
        for (Series watched : measured.subList(1, measured.size())) {
            run.judge(Verdict.atMost(
                    TARGET_PERCENT,
                    "CPU that is beyond that of no watcher, %: " + watched.name(),
                    beyond(watched, measured.getFirst()),
                    CPU_PERCENT));
        }
    }

    private static Series beyond(Series watched, Series alone) {
        List<Sample> differences = new ArrayList<>();
        for (int i = 0; i < watched.samples().size(); i++) {
            differences.add(Sample.of(
                    CPU_PERCENT,
                    watched.samples().get(i).figure(CPU_PERCENT)
                            - alone.samples().get(i).figure(CPU_PERCENT)));
        }
        return new Series(watched.name(), differences);
    }

    private Subject watched(int watchers) {
        return Subject.of(watchers == 1 ? "1 watcher" : watchers + " watchers", time -> {
            List<Socket> watching = new ArrayList<>();
            try {
                for (int i = 0; i < watchers; i++) {
                    watching.add(watch(cookies.get(i / WATCHERS_OF_ONE)));
                }
                return sample(time);
            } finally {
                for (Socket socket : watching) {
                    socket.close();
                }
            }
        });
    }

    private Sample sample(Duration time) throws IOException {
        ProcessHandle server = stand.server().program().handle();
        CpuTime before = CpuTime.of(server);
        CpuTime hashedBefore = CpuTime.ofThreads(server, "hash");
        try {
            Result signIns = PacedLoad.run(
                            stand.server().target(),
                            CONNECTIONS,
                            SIGN_INS_A_SECOND,
                            time,
                            stand.calls().keazeSignIn().script())
                    .sound();
            Duration used = CpuTime.of(server).since(before).used();
            Duration hashed =
                    CpuTime.ofThreads(server, "hash").since(hashedBefore).used();
            double processors = time.toNanos() * (double) Runtime.getRuntime().availableProcessors();
            return new Sample(Map.of(
                    CPU_PERCENT, 100 * used.minus(hashed).toNanos() / processors, P99_MILLIS, signIns.millis(99)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Opens the stream of an overview, and takes in what comes. */
    private Socket watch(String cookie) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), stand.server().target().port());
        socket.getOutputStream()
                .write(("GET /console/overview/events HTTP/1.1\r\nHost: localhost\r\nCookie: vestibule-console="
                                + cookie + "\r\n\r\n")
                        .getBytes(US_ASCII));
        byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        if (!new String(head, US_ASCII).equals("HTTP/1.1 200")) {
            throw new IOException("The overview can't be watched: " + new String(head, US_ASCII));
        }
        Thread.ofVirtual().start(() -> {
            byte[] scratch = new byte[1 << 16];
            try {
                while (socket.getInputStream().read(scratch) >= 0) {}
            } catch (IOException e) {
                return; // the measurement is over
            }
        });
        return socket;
    }

    /** An operator with a session, whose cookie it returns. */
    private String signIn(String email) throws IOException {
        String cookie = Tokens.random();
        try (Connection connection = run.postgres.connect(stand.population().database());
                PreparedStatement statement = connection.prepareStatement("""
                        with made as (insert into operator (email, name, role) values (?, 'Watcher', 'viewer') returning id)
                        insert into operator_session (id, hash, operator_id, amr, network, expires_at)
                        select gen_random_uuid(), ?, id, '{pwd,otp}', '127.0.0.1', now() + interval '12 hours' from made
                        """)) {
            statement.setString(1, email);
            statement.setBytes(2, Tokens.hash(cookie));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IOException("an operator can't be made", e);
        }
        return cookie;
    }
}
