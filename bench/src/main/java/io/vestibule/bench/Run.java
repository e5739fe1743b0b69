package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run: what its parts share. */
public final class Run implements AutoCloseable {
    final Page page;
    final Path work;
    final Plan plan;
    final Postgres postgres;
    final Optional<PgBench> pgbench;
    private final List<Verdict> verdicts = new ArrayList<>();
    private @Nullable Stand stand;

    private Run(Page page, Path work, Plan plan, Postgres postgres, Optional<PgBench> pgbench) {
        this.page = page;
        this.work = work;
        this.plan = plan;
        this.postgres = postgres;
        this.pgbench = pgbench;
    }

    static Run begin(Page page, Path work, Plan plan) throws IOException {
        Optional<PgBench> pgbench = PgBench.find();
        return new Run(page, work, plan, Postgres.start(work.resolve("postgres")), pgbench);
    }

    /** Measures the parts, and writes all of the page. */
    void measure(Set<Part> chosen) throws IOException {
        describe();
        Set<Part> calls = EnumSet.copyOf(chosen);
        calls.removeIf(part -> !part.isCall());
        if (!plan.variants().isEmpty()) {
            if (!calls.isEmpty()) {
                VariantsPart.measure(this, calls);
            }
            if (chosen.contains(Part.CODE_FLOW)) {
                VariantsPart.compare(this, "Code flows", plan.variants(), CodeFlowPart::bySignIn);
            }
            if (chosen.contains(Part.START)) {
                StartPart.measure(this);
            }
            measureMail(chosen);
            return;
        }
        if (!calls.isEmpty()) {
            CallsPart.measure(this, calls);
        }
        if (chosen.contains(Part.CODE_FLOW)) {
            CodeFlowPart.measure(this);
        }
        if (chosen.contains(Part.OVERLOAD)) {
            OverloadPart.measure(this);
        }
        if (chosen.contains(Part.POOLER)) {
            PoolerPart.measure(this);
        }
        if (chosen.contains(Part.TIMING)) {
            TimingPart.measure(this);
        }
        if (chosen.contains(Part.START)) {
            StartPart.measure(this);
        }
        if (chosen.contains(Part.MEMORY)) {
            MemoryPart.measure(this);
        }
        if (chosen.contains(Part.MOVING_IN)) {
            MovingInPart.measure(this);
        }
        if (chosen.contains(Part.CONSOLE)) {
            ConsolePart.measure(this);
        }
        if (chosen.contains(Part.ADMIN)) {
            AdminPart.measure(this);
        }
        if (chosen.contains(Part.GROWTH)) {
            GrowthPart.measure(this);
        }
        measureMail(chosen);
        judge();
    }

    /** Measures floods, and writes all of the page. */
    void overload(Set<Flood> chosen) throws IOException {
        describe();
        Variant usual = Variant.USUAL.setting(VestibuleServer.HASH_WAIT, "2s"); // as by default: a flood must reach it
        stand = Stand.of(postgres, plan.customers(), work, usual);
        for (Flood flood : chosen) {
            flood.measure(this);
        }
        judge();
    }

    private void judge() {
        page.section("Targets");
        Verdict.table(page, verdicts);
    }

    /** The last, since it stops the server that the other parts share: that one would take the mail. */
    private void measureMail(Set<Part> chosen) throws IOException {
        if (chosen.contains(Part.MAIL)) {
            MailPart.measure(this);
        }
    }

    private void describe() throws IOException {
        page.paragraph(
                "Commit %s. Everything ran on one machine: server, PostgreSQL, load. %d rounds of %d ms, in turn, after one that"
                                .formatted(
                                        Machine.commit(),
                                        plan.rounds(),
                                        plan.time().toMillis())
                        + " warmed up; figures are medians, with least and most. What they mean: [bench/README.md](../README.md).");
        List<List<String>> facts = new ArrayList<>();
        for (Map.Entry<String, String> fact : Machine.description().entrySet()) {
            facts.add(List.of(fact.getKey(), fact.getValue()));
        }
        facts.add(
                List.of("PostgreSQL", postgres.ask("postgres", "show server_version") + ", " + postgres.description()));
        facts.add(List.of(
                "pgbench",
                pgbench.isEmpty()
                        ? "not installed: no limits by it"
                        : pgbench.get().version()));
        facts.add(List.of("Load", "the bench's own generator, one thread, closed loop"));
        page.table(List.of("Machine", ""), facts);
    }

    /** The server that most parts share. */
    Stand stand() throws IOException {
        if (stand == null) {
            stand = Stand.of(postgres, plan.customers(), work, variant());
        }
        return stand;
    }

    /** JDK 25's samples of CPU time also see what native code takes, such as hashes and sockets (JEP 509). */
    private Variant variant() {
        return plan.jfr()
                ? Variant.USUAL.with("-XX:StartFlightRecording:dumponexit=true,jdk.CPUTimeSample#enabled=true,filename="
                        + work.resolve("vestibule.jfr"))
                : Variant.USUAL;
    }

    /** Measures in turn, telling of each sample. */
    Rounds rounds() {
        return new Rounds(plan.rounds(), plan.time(), Run::tell);
    }

    /** Says on standard output what was measured. */
    public static void tell(int round, String subject, Sample sample) {
        System.out.printf("round %d  %-50s %s%n", round, subject, sample);
    }

    void judge(Verdict verdict) {
        verdicts.add(verdict);
    }

    @Override
    public void close() {
        if (stand != null) {
            stand.close();
        }
        postgres.close();
    }
}
