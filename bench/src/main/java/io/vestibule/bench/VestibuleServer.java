package io.vestibule.bench;

import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Target;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The product as it is built, started as {@code ./run} starts it, in test mode with its demo data. All settings are the defaults but the
 * database, limits that nothing reaches, and access tokens that outlive the run.
 */
public final class VestibuleServer implements AutoCloseable {
    private static final List<String> LIMITS = List.of(
            "SIGN_IN_LOGIN",
            "SIGN_IN_CLIENT",
            "SIGN_IN_NETWORK",
            "LOOK_UP_ADDRESS",
            "LOOK_UP_CLIENT",
            "LOOK_UP_NETWORK",
            "MAIL_ADDRESS",
            "MAIL_CALLER",
            "CUSTOMER_CREATED");
    /** How long a password may wait to be hashed: a limit, too, which a slow machine would reach. */
    static final String HASH_WAIT = "VESTIBULE_PASSWORD_HASH_WAIT";

    /** As .ci/toolchain and the launcher have it: the JVM's cache of the jar. */
    private static List<String> cache(Variant variant, Path work) throws IOException {
        return List.of("-XX:AOTCache=" + file(variant.jar(), work), "-XX:+VerifySharedSpaces", "-Xlog:aot*=off");
    }

    /** That of the built jar is there; that of another build is made at its first start. */
    private static Path file(String jar, Path work) throws IOException {
        if (jar.equals(Variant.USUAL.jar())) {
            return Path.of(System.getenv("BENCH_AOT_CACHE"));
        }
        Path cache = work.resolve(jar.replace('/', '-') + ".aot");
        if (!Files.exists(cache)) {
            Program.output(
                    List.of(Java.program(), "@server/jvm.options", "-jar", jar, "aot-cache", cache.toString()),
                    Map.of());
        }
        return cache;
    }

    /** One installation: every server of a run can read what the others wrote. */
    private static final Secret MASTER_KEY = Secret.of(Tokens.random());

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Program program;
    private final int port;
    private final Path log;

    private VestibuleServer(Program program, int port, Path log) {
        this.program = program;
        this.port = port;
        this.log = log;
    }

    /** The key of every installation of this run. */
    public static MasterKey masterKey() {
        return MasterKey.of(MASTER_KEY);
    }

    /** Starts the process; it doesn't listen yet. */
    public static VestibuleServer launch(Postgres postgres, String database, Path work, Variant variant)
            throws IOException {
        int port = Postgres.freePort();
        List<String> command = new ArrayList<>(List.of(Java.program(), "@server/jvm.options"));
        command.addAll(cache(variant, work));
        command.addAll(variant.jvmOptions());
        command.addAll(List.of("-jar", variant.jar(), "serve", "--demo"));
        Path log = work.resolve("vestibule-" + port + ".log");
        Map<String, String> settings = settings(postgres, database, port);
        if (variant.jar().equals(Variant.USUAL.jar())) { // another build may not have it yet
            unlimit(settings, "ADMIN_API");
        }
        settings.putAll(variant.settings());
        return new VestibuleServer(Program.start(command, settings, log), port, log);
    }

    /** The same, and waits until it answers. */
    public static VestibuleServer start(Postgres postgres, String database, Path work, Variant variant)
            throws IOException {
        VestibuleServer server = launch(postgres, database, work, variant);
        try {
            server.awaitSuccess(Http.bare("HEAD", "/api/rest/portal/customers/email/john.doe@example.com"));
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Map<String, String> settings(Postgres postgres, String database, int port) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("VESTIBULE_MODE", "test");
        settings.put("VESTIBULE_HTTP_PORT", Integer.toString(port));
        settings.put("VESTIBULE_MANAGEMENT_PORT", Integer.toString(Postgres.freePort()));
        settings.put("VESTIBULE_PUBLIC_URL", "http://localhost:8080"); // in tokens: the same for all servers of a run
        settings.put("VESTIBULE_DATABASE_URL", postgres.jdbcUrl(database));
        settings.put("VESTIBULE_DATABASE_USER", postgres.user());
        settings.put("VESTIBULE_DATABASE_PASSWORD", postgres.password());
        settings.put("VESTIBULE_MASTER_KEY", MASTER_KEY.reveal());
        settings.put("VESTIBULE_SESSION_ACCESS_FROM_PASSWORD", "12h");
        settings.put(HASH_WAIT, "1m");
        LIMITS.forEach(limit -> unlimit(settings, limit));
        return settings;
    }

    private static void unlimit(Map<String, String> settings, String limit) {
        settings.put("VESTIBULE_LIMIT_" + limit + "_BURST", "1000000");
        settings.put("VESTIBULE_LIMIT_" + limit + "_REFILL", "1000000/1s");
    }

    /** Asks again and again until the answer is 200. */
    void awaitSuccess(byte[] request) throws IOException {
        program.await(target(), Calls.expecting(200, () -> request), PATIENCE, log);
    }

    public Target target() {
        return new Target(port, true);
    }

    /** CPU time so far. */
    public CpuTime cpuTime() throws IOException {
        return CpuTime.of(program.handle());
    }

    /** CPU time so far of the threads whose names begin so. */
    CpuTime cpuTime(String threads) throws IOException {
        return CpuTime.ofThreads(program.handle(), threads);
    }

    /** Its process. */
    public Program program() {
        return program;
    }

    /** What it writes. */
    public Path log() {
        return log;
    }

    @Override
    public void close() {
        program.close();
    }
}
