import io.vestibule.secret.Tokens;
import io.vestibule.store.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Times {@code vestibule import} of customers into an empty portal, and PostgreSQL's own COPY of the CSV file into a table without an
 * index, in turn, each time in a new database: java -cp vestibule.jar ImportRun.java FOLDER JAR FILE CUSTOMERS ROUNDS OTHER_JAR SYSTEM….
 * With another jar (or nothing) that imports the CSV file, too. A SYSTEM's export is in the folder of its name, with the words of its
 * command, a line each, in the file {@code command}.
 */
final class ImportRun {
    private static final String HEAP = "-Xmx256m";
    private static final double TICKS_A_SECOND = 100;

    private final Path folder;
    private final Path file;
    private final long customers;
    private final Map<String, List<Imported>> imports = new LinkedHashMap<>();

    private ImportRun(String[] args) {
        folder = Path.of(args[0]);
        file = Path.of(args[2]);
        customers = Long.parseLong(args[3]);
    }

    /** One import: its processor time is its own and PostgreSQL's. */
    private record Imported(double seconds, double own, double postgres, long peakKib) {
        double cpu() {
            return own + postgres;
        }

        Imported with(double cpuOfPostgres) {
            return new Imported(seconds, own, cpuOfPostgres, peakKib);
        }
    }

    public static void main(String[] args) throws Exception {
        ImportRun run = new ImportRun(args);
        List<Double> copies = new ArrayList<>();
        for (int round = 0; round < Integer.parseInt(args[4]); round++) {
            if (!args[5].isEmpty()) {
                run.once("CSV, other build", args[5], List.of(args[2]));
            }
            copies.add(run.once("CSV", args[1], List.of(args[2])));
            for (String system : List.of(args).subList(6, args.length)) {
                run.once(system, args[1], Files.readAllLines(run.folder.resolve(system).resolve("command")));
            }
        }
        run.print(copies);
    }

    /** Imports into a new database; gives how long the bare COPY takes there. */
    private double once(String what, String jar, List<String> words) throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedPostgres database = EmbeddedPostgres.open(data)) {
            vestibule(jar, database, "migrate");
            vestibule(jar, database, "portal", "add", "Bench");
            List<String> command = new ArrayList<>(List.of("import", "--portal", "1"));
            command.addAll(words);
            double before = cpuOfPostgres();
            Imported imported = timed(jar, database, command.toArray(String[]::new)).with(cpuOfPostgres() - before);
            System.err.println(what + ": " + imported);
            imports.computeIfAbsent(what, key -> new ArrayList<>()).add(imported);
            count(database);
            return copied(database);
        } finally {
            delete(data);
        }
    }

    private Process start(String jar, EmbeddedPostgres database, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP));
        words.addAll(List.of("-jar", jar));
        words.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("vestibule.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "VESTIBULE_MODE", "test",
                        "VESTIBULE_DATABASE_URL", database.jdbcUrl(),
                        "VESTIBULE_DATABASE_USER", database.user(),
                        "VESTIBULE_DATABASE_PASSWORD", database.password(),
                        "VESTIBULE_MASTER_KEY", Tokens.random()));
        return builder.start();
    }

    private void vestibule(String jar, EmbeddedPostgres database, String... command) throws IOException, InterruptedException {
        Process process = start(jar, database, command);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("vestibule.log")));
        }
    }

    /** From the start of the process to its end. */
    private Imported timed(String jar, EmbeddedPostgres database, String... command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start(jar, database, command);
        long peak = 0;
        double own = 0;
        while (!process.waitFor(Duration.ofMillis(100))) {
            peak = Math.max(peak, resident(process.pid()));
            own = Math.max(own, cpu(process.toHandle()));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("vestibule.log")));
        }
        return new Imported((System.nanoTime() - start) / 1e9, own, 0, peak);
    }

    private static double cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** Processor time of PostgreSQL's processes, those that have ended too, as the postmaster has waited for them. */
    private double cpuOfPostgres() throws IOException {
        long postmaster;
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            Path pid = files.filter(path -> path.endsWith("postmaster.pid")).findFirst().orElseThrow();
            postmaster = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        }
        String stat = Files.readString(Path.of("/proc", Long.toString(postmaster), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ended = (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_A_SECOND;
        ProcessHandle parent = ProcessHandle.of(postmaster).orElseThrow();
        return ended + cpu(parent) + parent.descendants().mapToDouble(ImportRun::cpu).sum();
    }

    private static long resident(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0L);
        } catch (java.nio.file.NoSuchFileException ended) {
            return 0;
        }
    }

    private double copied(EmbeddedPostgres database) throws Exception {
        String columns;
        try (Stream<String> lines = Files.lines(file)) {
            columns = String.join(" text, ", lines.findFirst().orElseThrow().replace("primary", "is_primary").split(",")) + " text";
        }
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                InputStream in = Files.newInputStream(file)) {
            connection.createStatement().execute("create table bare (" + columns + ")");
            long start = System.nanoTime();
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy bare from stdin csv header", in, 1 << 16);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private void count(EmbeddedPostgres database) throws Exception {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var rows = connection.createStatement().executeQuery("select count(*) from customer")) {
            rows.next();
            if (rows.getLong(1) != customers) {
                throw new IllegalStateException(rows.getLong(1) + " customers are there, not " + customers);
            }
        }
    }

    private void print(List<Double> copies) {
        double bare = median(copies);
        double csv = median(seconds("CSV"));
        System.out.printf(
                Locale.ROOT, "| `vestibule import` of %,d customers | seconds, median (least to most) | customers a second | of CSV's rate | CPU, s: its own + PostgreSQL's | CSV's by this | peak resident memory (%s), MiB |%n", customers, HEAP);
        System.out.println("|---|---|---|---|---|---|---|");
        double csvCpu = median(values("CSV", Imported::cpu));
        imports.forEach((what, runs) -> {
            List<Double> seconds = seconds(what);
            double median = median(seconds);
            long peak = runs.stream().mapToLong(Imported::peakKib).max().orElse(0) / 1024;
            System.out.printf(Locale.ROOT, "| %s | %.1f (%.1f to %.1f) | %,.0f | %.2f | %.1f + %.1f | %.2f | %d |%n", what, median, seconds.getFirst(), seconds.getLast(), customers / median, csv / median, median(values(what, Imported::own)), median(values(what, Imported::postgres)), csvCpu / median(values(what, Imported::cpu)), peak);
        });
        System.out.printf(Locale.ROOT, "%nPostgreSQL's COPY of the CSV file into a bare table takes %.1f s; the import of it, %.1f times that.%n", bare, csv / bare);
    }

    private List<Double> seconds(String what) {
        return values(what, Imported::seconds);
    }

    private List<Double> values(String what, ToDoubleFunction<Imported> figure) {
        return imports.get(what).stream().mapToDouble(figure).sorted().boxed().toList();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
