package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** pgbench: what PostgreSQL can do of a statement when nothing stands before it. */
final class PgBench {
    private static final Pattern RATE = Pattern.compile("^tps = ([0-9.]+)", Pattern.MULTILINE);
    private static final Pattern COUNT =
            Pattern.compile("^number of transactions actually processed: (\\d+)", Pattern.MULTILINE);
    /** As many as the server's pool has by default ({@code database.pool}). */
    static final int CONNECTIONS = 10;

    private final String program;

    private PgBench(String program) {
        this.program = program;
    }

    /** The program; empty where it isn't installed. */
    static Optional<PgBench> find() throws IOException {
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                Optional<Path> newest = versions.map(version -> version.resolve("bin/pgbench"))
                        .filter(Files::isExecutable)
                        .max(Path::compareTo);
                if (newest.isPresent()) {
                    return Optional.of(new PgBench(newest.get().toString()));
                }
            }
        }
        return Machine.has("pgbench") ? Optional.of(new PgBench("pgbench")) : Optional.empty();
    }

    String version() throws IOException {
        return Program.output(List.of(program, "--version"), Map.of());
    }

    /** Repeats a statement of a call. */
    Subject subject(String name, Call call, List<Statement> statements, Postgres postgres, String database, Path work)
            throws IOException {
        Repetition repetition = call.statement();
        if (repetition == null) {
            throw new IllegalArgumentException("no repetition of " + call.name());
        }
        Path script = work.resolve(call.name().replace(' ', '-') + ".pgbench.sql");
        String repeated = statements.getFirst().script(statements.getLast(), repetition);
        List<String> definitions = statements.getFirst().definitions();
        Files.writeString(script, repeated + "\\gset\n"); // which fails where there isn't one row
        call.prepare().run(Duration.ofSeconds(1));
        run(postgres, database, script, definitions, List.of("-t", "3"));
        Files.writeString(script, repeated + ";\n");
        return new Subject() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void prepare(Duration time) throws IOException {
                call.prepare().run(time);
            }

            @Override
            public Sample measure(Duration time) throws IOException {
                return PgBench.this.measure(postgres, database, script, definitions, time);
            }
        };
    }

    private Sample measure(Postgres postgres, String database, Path script, List<String> definitions, Duration time)
            throws IOException {
        List<String> options = List.of(
                "-c",
                Integer.toString(CONNECTIONS),
                "-j",
                Integer.toString(Machine.cores()),
                "-T",
                Long.toString(Math.max(1, time.toSeconds())));
        Postgres.Work before = postgres.work();
        String said = run(postgres, database, script, definitions, options);
        Postgres.Work used = postgres.work().since(before);
        Matcher rate = RATE.matcher(said);
        Matcher count = COUNT.matcher(said);
        if (!rate.find() || !count.find()) {
            throw new IOException("pgbench says nothing of its rate: " + said);
        }
        long transactions = Long.parseLong(count.group(1));
        return new Sample(Map.of(
                Sample.Figure.PER_SECOND, Double.parseDouble(rate.group(1)),
                Sample.Figure.DATABASE_MICROS, used.cpuTime().microsFor(transactions),
                Sample.Figure.WAL_BYTES, (double) used.walBytes() / transactions));
    }

    private String run(Postgres postgres, String database, Path script, List<String> definitions, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-n", "-M", "prepared", "-D", "k=-1"));
        command.addAll(options);
        command.addAll(definitions);
        command.addAll(List.of("-f", script.toString(), "-h", "127.0.0.1", "-U", postgres.user()));
        command.addAll(List.of("-p", Integer.toString(postgres.port()), database));
        return Program.output(
                command,
                Map.of(
                        "PGPASSWORD",
                        postgres.password(),
                        "PGOPTIONS",
                        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off"));
    }
}
