import io.vestibule.secret.Tokens;
import io.vestibule.store.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Times {@code vestibule import} of a CSV file into an empty portal, and PostgreSQL's own COPY of the same file into a table without
 * an index, in turn, each time in a new database: java -cp vestibule.jar ImportRun.java FOLDER JAR FILE CUSTOMERS ROUNDS.
 */
final class ImportRun {
    private static final String HEAP = "-Xmx256m";

    private final Path folder;
    private final String jar;
    private final Path file;
    private final long customers;

    private ImportRun(String[] args) {
        folder = Path.of(args[0]);
        jar = args[1];
        file = Path.of(args[2]);
        customers = Long.parseLong(args[3]);
    }

    private record Imported(double seconds, long peakKib) {}

    public static void main(String[] args) throws Exception {
        ImportRun run = new ImportRun(args);
        List<Imported> imports = new ArrayList<>();
        List<Double> copies = new ArrayList<>();
        for (int round = 0; round < Integer.parseInt(args[4]); round++) {
            Path data = run.folder.resolve("data-" + round);
            try (EmbeddedPostgres database = EmbeddedPostgres.open(data)) {
                run.vestibule(database, "migrate");
                run.vestibule(database, "portal", "add", "Bench");
                imports.add(run.timed(database));
                copies.add(run.copied(database));
                run.count(database);
            }
            delete(data);
        }
        run.print(imports, copies);
    }

    private Process start(EmbeddedPostgres database, String... command) throws IOException {
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

    private void vestibule(EmbeddedPostgres database, String... command) throws IOException, InterruptedException {
        Process process = start(database, command);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("vestibule.log")));
        }
    }

    /** From the start of the process to its end. */
    private Imported timed(EmbeddedPostgres database) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start(database, "import", file.toString(), "--portal", "1");
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

    private void print(List<Imported> imports, List<Double> copies) {
        List<Double> seconds = imports.stream().map(Imported::seconds).sorted().toList();
        List<Double> bare = copies.stream().sorted().toList();
        double median = seconds.get(seconds.size() / 2);
        System.out.printf(Locale.ROOT, "| `vestibule import` of %,d customers, seconds | %.1f (%.1f to %.1f) |%n", customers, median, seconds.getFirst(), seconds.getLast());
        System.out.printf(Locale.ROOT, "| customers a second | %,.0f |%n", customers / median);
        System.out.printf(Locale.ROOT, "| peak resident memory of the importer (%s), MiB | %d |%n", HEAP, imports.stream().mapToLong(Imported::peakKib).max().orElse(0) / 1024);
        System.out.printf(Locale.ROOT, "| COPY of the same file into a bare table, seconds | %.1f (%.1f to %.1f) |%n", bare.get(bare.size() / 2), bare.getFirst(), bare.getLast());
        System.out.printf(Locale.ROOT, "| import, per bare COPY | %.1f |%n", median / bare.get(bare.size() / 2));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
