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
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Times {@code vestibule import} of customers into an empty portal, and PostgreSQL's own COPY of the CSV file into a table without an
 * index, in turn, each time in a new database: java -cp vestibule.jar ImportRun.java FOLDER JAR FILE CUSTOMERS ROUNDS [KEYCLOAK_FILE
 * [OTHER_JAR]]. With a file of Keycloak that is imported, too; with another jar that imports the CSV file, too.
 */
final class ImportRun {
    private static final String HEAP = "-Xmx256m";

    private final Path folder;
    private final Path file;
    private final long customers;
    private final Map<String, List<Imported>> imports = new LinkedHashMap<>();

    private ImportRun(String[] args) {
        folder = Path.of(args[0]);
        file = Path.of(args[2]);
        customers = Long.parseLong(args[3]);
    }

    private record Imported(double seconds, long peakKib) {}

    public static void main(String[] args) throws Exception {
        ImportRun run = new ImportRun(args);
        List<Double> copies = new ArrayList<>();
        for (int round = 0; round < Integer.parseInt(args[4]); round++) {
            if (args.length > 6) {
                run.once("other build", args[6], args[2]);
            }
            copies.add(run.once("CSV", args[1], args[2]));
            if (args.length > 5) {
                run.once("Keycloak", args[1], args[5], "--from", "keycloak");
            }
        }
        run.print(copies);
    }

    /** Imports into a new database; gives how long the bare COPY takes there. */
    private double once(String what, String jar, String file, String... options) throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedPostgres database = EmbeddedPostgres.open(data)) {
            vestibule(jar, database, "migrate");
            vestibule(jar, database, "portal", "add", "Bench");
            List<String> command = new ArrayList<>(List.of("import", file, "--portal", "1"));
            command.addAll(List.of(options));
            imports.computeIfAbsent(what, key -> new ArrayList<>()).add(timed(jar, database, command.toArray(String[]::new)));
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
        while (!process.waitFor(Duration.ofMillis(200))) {
            peak = Math.max(peak, resident(process.pid()));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("vestibule.log")));
        }
        return new Imported((System.nanoTime() - start) / 1e9, peak);
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
        imports.forEach((what, runs) -> {
            List<Double> seconds = seconds(what);
            double median = median(seconds);
            System.out.printf(Locale.ROOT, "| %s: `vestibule import` of %,d customers, seconds | %.1f (%.1f to %.1f) |%n", what, customers, median, seconds.getFirst(), seconds.getLast());
            System.out.printf(Locale.ROOT, "| %s: customers a second | %,.0f |%n", what, customers / median);
            System.out.printf(Locale.ROOT, "| %s: rate, of that of CSV | %.2f |%n", what, csv / median);
            System.out.printf(Locale.ROOT, "| %s: peak resident memory of the importer (%s), MiB | %d |%n", what, HEAP, runs.stream().mapToLong(Imported::peakKib).max().orElse(0) / 1024);
        });
        System.out.printf(Locale.ROOT, "| COPY of the CSV file into a bare table, seconds | %.1f |%n", bare);
        System.out.printf(Locale.ROOT, "| import of CSV, per bare COPY | %.1f |%n", csv / bare);
    }

    private List<Double> seconds(String what) {
        return imports.get(what).stream().map(Imported::seconds).sorted().toList();
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
