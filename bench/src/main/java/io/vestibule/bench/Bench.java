package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench/run}: measures, and writes a page of results. */
@Command(
        name = "bench/run",
        description = "Measures Vestibule and writes a page of results.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    /** Where what is made goes. */
    public static final Path TARGET = Path.of("bench/target");
    /** Where pages of whole runs go. */
    public static final Path RESULTS = Path.of("bench/results");

    private static final List<Long> GROWTH = List.of(10_000L, 1_000_000L, 10_000_000L);
    /** In which the refresh of each session that the bench has a token of comes round. */
    private static final Duration GROWTH_WARM_UP = Duration.ofSeconds(40);

    @Parameters(
            converter = Part.Typed.class,
            description = "What to measure: ${COMPLETION-CANDIDATES}. Without any: everything but admin.")
    private List<Part> parts = List.of();

    @Option(names = "--rounds", description = "Rounds that count. Default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(names = "--seconds", description = "How long one measurement takes. Default: ${DEFAULT-VALUE}")
    private int seconds = 5;

    @Option(names = "--customers", description = "Customers in the database. Default: ${DEFAULT-VALUE}")
    private long customers = 10_000;

    @Option(names = "--growth", description = "Growth up to 10 million customers: half an hour and 35 GB more.")
    private boolean growth;

    @Option(names = "--soak", description = "Memory after 100,000 sign-ins instead of 5,000: twenty minutes more.")
    private boolean soak;

    @Option(
            names = "--short",
            description = "One short round of everything, to see that it runs; its figures mean nothing.")
    private boolean brief;

    @Option(
            names = "--variant",
            description =
                    "Compares the chosen calls, or starts, of the server as it is with those of one that runs otherwise; may be given"
                            + " several times. Words: JVM options, VESTIBULE_SETTING=value, another build's .jar.")
    private List<String> variants = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--jfr", description = "Records the server's flight in bench/target/work/vestibule.jfr.")
    private boolean jfr;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (jfr && !variants.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--jfr records the server that --variant doesn't measure: choose one.");
        }
        Set<Part> chosen = parts.isEmpty() ? unnamed() : EnumSet.copyOf(parts);
        LocalDate today = LocalDate.now(Clock.systemUTC());
        Page page = new Page("Vestibule measured on " + today);
        boolean whole = !brief && !jfr && variants.isEmpty() && parts.isEmpty();
        Path file = (whole ? RESULTS : TARGET.resolve("results")).resolve(today + ".md");
        try (Run run = Run.begin(page, emptied(TARGET.resolve("work")), plan())) {
            run.measure(chosen);
        } finally { // what was measured before it failed took its time, too
            page.write(file);
            System.out.println("Results: " + file);
        }
        return 0;
    }

    /** What is measured where no part is named: what operators list takes more customers than the other parts, and time. */
    private Set<Part> unnamed() {
        return brief ? EnumSet.allOf(Part.class) : EnumSet.complementOf(EnumSet.of(Part.ADMIN));
    }

    private Plan plan() {
        List<Variant> ways = variants.stream().map(Variant::parse).toList();
        if (brief) {
            List<Long> small = List.of(1000L, 1500L);
            return new Plan(0, Duration.ofMillis(500), 1000, List.of(8), small, Duration.ZERO, 20, 40, jfr, ways);
        }
        return new Plan(
                rounds,
                Duration.ofSeconds(seconds),
                customers,
                List.of(1, 8, 64),
                GROWTH.subList(0, growth ? 3 : 2),
                GROWTH_WARM_UP,
                1000,
                soak ? 100_000 : 5000,
                jfr,
                ways);
    }

    /** An empty folder, whatever an earlier run left in it. */
    public static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
