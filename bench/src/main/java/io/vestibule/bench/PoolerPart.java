package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.PER_SECOND;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What PgBouncer between server and database costs, with a connection for a transaction only and its other settings as they come. */
final class PoolerPart {
    private static final String PROGRAM = "pgbouncer";
    private static final Path DEBIANS = Path.of("/usr/sbin", PROGRAM);
    private static final double TARGET = 0.7;

    private PoolerPart() {}

    static void measure(Run run) throws IOException {
        boolean debians = Files.isExecutable(DEBIANS);
        if (!debians && !Machine.has(PROGRAM)) {
            run.page.paragraph("PgBouncer isn't installed: not measured behind it.");
            return;
        }
        Stand stand = run.stand();
        int port = Postgres.freePort();
        Path folder = Files.createDirectories(run.work.resolve(PROGRAM)).toRealPath();
        Path users = Files.writeString(
                folder.resolve("users.txt"), "\"%s\" \"%s\"%n".formatted(run.postgres.user(), run.postgres.password()));
        Path settings =
                Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                * = host=127.0.0.1 port=%d

                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                """.formatted(run.postgres.port(), port, users));
        List<String> command = List.of(debians ? DEBIANS.toString() : PROGRAM, settings.toString());
        // It refuses to run as root
        List<String> words = Machine.root() ? List.of("unshare", "-U", command.getFirst(), command.getLast()) : command;
        String url = "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable"
                .formatted(port, stand.population().database());
        Variant pooled =
                new Variant("behind PgBouncer", Variant.USUAL.jar(), List.of(), Map.of("VESTIBULE_DATABASE_URL", url));
        Path log = folder.resolve("output.log");
        try (Program pooler = Program.start(words, Map.of(), log)) {
            while (!listens(port)) {
                pooler.requireAlive(log);
                Machine.pause(50);
            }
            List<Series> refreshes = VariantsPart.compare(
                            run,
                            "Behind PgBouncer",
                            List.of(pooled),
                            calls -> List.of(calls.refresh(), calls.profile()))
                    .getFirst();
            run.judge(Verdict.atLeast(
                    TARGET,
                    "refreshes behind PgBouncer, of those without it",
                    refreshes.getLast().per(refreshes.getFirst(), PER_SECOND),
                    PER_SECOND));
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
