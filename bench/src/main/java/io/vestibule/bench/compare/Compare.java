package io.vestibule.bench.compare;

import io.vestibule.bench.Bench;
import io.vestibule.bench.Machine;
import io.vestibule.bench.Page;
import io.vestibule.bench.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench/compare}: measures Vestibule beside Keycloak and better-auth, and writes a page of results. */
@Command(
        name = "bench/compare",
        description = "Measures Vestibule beside Keycloak and better-auth and writes a page of results.",
        mixinStandardHelpOptions = true)
final class Compare implements Callable<Integer> {
    private static final Path WORK = Bench.TARGET.resolve("compare-work");

    @Parameters(
            converter = Comparison.Typed.class,
            description = "By what: ${COMPLETION-CANDIDATES}. Without any: by everything.")
    private List<Comparison> comparisons = List.of();

    @Option(names = "--rounds", description = "Rounds that count. Default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(names = "--seconds", description = "How long one measurement takes. Default: ${DEFAULT-VALUE}")
    private int seconds = 5;

    @Option(names = "--customers", description = "Customers in each database. Default: ${DEFAULT-VALUE}")
    private long customers = 10_000;

    @Option(names = "--keycloak", description = "Where Keycloak is unpacked.")
    private Path keycloak = Path.of(".");

    @Option(names = "--better-auth", description = "Where better-auth is installed.")
    private Path betterAuth = Path.of(".");

    @Option(names = "--keycloak-version")
    private String keycloakVersion = "";

    @Option(names = "--better-auth-version")
    private String betterAuthVersion = "";

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        LocalDate today = LocalDate.now(Clock.systemUTC());
        Page page = new Page("Vestibule beside others on " + today);
        Path work = Bench.emptied(WORK);
        Set<Comparison> chosen = comparisons.isEmpty() ? EnumSet.allOf(Comparison.class) : EnumSet.copyOf(comparisons);
        try (Postgres postgres = Postgres.start(work.resolve("postgres"))) {
            List<Rival> rivals = List.of(
                    new Ours(postgres, work),
                    new Keycloak(postgres, work, keycloak.toAbsolutePath(), keycloakVersion),
                    new BetterAuth(postgres, work, betterAuth.toAbsolutePath(), betterAuthVersion));
            describe(page, postgres);
            List<Rival> ready = ready(page, rivals, chosen);
            new Contest(page, postgres, ready, customers, rounds, Duration.ofSeconds(seconds)).run(chosen);
        }
        Path file = (comparisons.isEmpty() ? Bench.RESULTS : Bench.TARGET.resolve("results"))
                .resolve(today + "-compare.md");
        page.write(file);
        System.out.println("Results: " + file);
        return 0;
    }

    private void describe(Page page, Postgres postgres) throws IOException {
        page.paragraph(
                ("All ran on one machine, with one PostgreSQL and %,d customers each, whose passwords are hashed with Argon2id at 19 MiB,"
                                + " two passes, one lane. %d rounds of %d s, in turn, after one that warmed up; figures are medians, with least and"
                                + " most. How, and what the figures mean: [bench/README.md](../README.md).")
                        .formatted(customers, rounds, seconds));
        List<List<String>> facts = new ArrayList<>();
        for (Map.Entry<String, String> fact : Machine.description().entrySet()) {
            facts.add(List.of(fact.getKey(), fact.getValue()));
        }
        facts.add(List.of("PostgreSQL", postgres.description()));
        page.table(List.of("Machine", ""), facts);
    }

    /** Those that could be installed; of the others the page says why not. */
    private List<Rival> ready(Page page, List<Rival> rivals, Set<Comparison> chosen) {
        page.section("Who");
        List<Rival> ready = new ArrayList<>();
        boolean searchOnly = chosen.equals(EnumSet.of(Comparison.SEARCH));
        for (Rival rival : rivals) {
            if (searchOnly && !rival.hasSearch()) {
                continue; // it would be filled for nothing
            }
            try {
                System.out.println("Preparing " + rival.name() + " ...");
                rival.prepare(customers);
                ready.add(rival);
                page.paragraph("**" + rival.name() + "**: " + rival.setUp());
            } catch (IOException | RuntimeException e) {
                e.printStackTrace();
                page.paragraph("**" + rival.name() + "** couldn't be set up here, so nothing of it was measured: "
                        + String.valueOf(e.getMessage())
                                .replace(Path.of("").toAbsolutePath().toString(), "."));
            }
        }
        return ready;
    }
}
