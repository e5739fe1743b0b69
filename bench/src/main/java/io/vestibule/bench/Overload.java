package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code bench/overload}: floods the server, on loopback and for a bounded time, and writes a page of results. */
@Command(
        name = "bench/overload",
        description = "Floods Vestibule and writes a page of results.",
        mixinStandardHelpOptions = true)
public final class Overload implements Callable<Integer> {
    @Parameters(
            converter = Typed.class,
            description = "With what: ${COMPLETION-CANDIDATES}. Without any: with everything, one after the other.")
    private List<Flood> floods = List.of();

    @Option(names = "--rounds", description = "Rounds that count. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--seconds", description = "How long one measurement takes. Default: ${DEFAULT-VALUE}")
    private int seconds = 15;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Overload()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Set<Flood> chosen = floods.isEmpty() ? EnumSet.allOf(Flood.class) : EnumSet.copyOf(floods);
        LocalDate today = LocalDate.now(Clock.systemUTC());
        Page page = new Page("Vestibule flooded on " + today);
        Path file = (floods.isEmpty() ? Bench.RESULTS : Bench.TARGET.resolve("results"))
                .resolve(today + "-overload.md");
        Plan plan = new Plan(
                rounds,
                Duration.ofSeconds(seconds),
                10_000,
                List.of(64),
                List.of(),
                Duration.ZERO,
                0,
                0,
                false,
                List.of());
        try (Run run = Run.begin(page, Bench.emptied(Bench.TARGET.resolve("work")), plan)) {
            run.overload(chosen);
        } finally { // what was measured before it failed took its time, too
            page.write(file);
            System.out.println("Results: " + file);
        }
        return 0;
    }

    /** Reads what was typed. */
    static final class Typed implements ITypeConverter<Flood> {
        @Override
        public Flood convert(String typed) {
            return Arrays.stream(Flood.values())
                    .filter(flood -> flood.toString().equals(typed))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no flood '" + typed + "'"));
        }
    }
}
