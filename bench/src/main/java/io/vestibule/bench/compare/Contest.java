package io.vestibule.bench.compare;

import static io.vestibule.bench.Sample.Figure.DATABASE_MICROS;
import static io.vestibule.bench.Sample.Figure.MEBIBYTES;
import static io.vestibule.bench.Sample.Figure.MILLIS;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;

import io.vestibule.bench.Few;
import io.vestibule.bench.Measured;
import io.vestibule.bench.Page;
import io.vestibule.bench.Postgres;
import io.vestibule.bench.Rounds;
import io.vestibule.bench.Run;
import io.vestibule.bench.Sample;
import io.vestibule.bench.Series;
import io.vestibule.bench.Subject;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Starts, memory and throughput of the rivals, in turn. */
final class Contest {
    private static final int CONNECTIONS = 64;
    /** Fewer: a search may go through all customers. */
    private static final int ADMINISTRATORS = 8;

    private static final int SIGN_INS_BEFORE_MEMORY = 1000;
    private static final List<Sample.Figure> THROUGHPUT =
            List.of(PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS);

    private final Page page;
    private final Postgres postgres;
    private final List<Rival> rivals;
    private final long customers;
    private final int rounds;
    private final Duration time;

    Contest(Page page, Postgres postgres, List<Rival> rivals, long customers, int rounds, Duration time) {
        this.page = page;
        this.postgres = postgres;
        this.rivals = rivals;
        this.customers = customers;
        this.rounds = rounds;
        this.time = time;
    }

    void run(Set<Comparison> chosen) throws IOException {
        Scores scores = new Scores(page);
        if (chosen.contains(Comparison.START)) {
            page.section("Start");
            page.paragraph(
                    "From the start of the process, with the database up and files in the page cache, to the answer to the first sign-in"
                            + " that succeeds.");
            scores.starts(table(in(rivals.stream().map(this::start).toList()), List.of(MILLIS)));
        }
        if (chosen.contains(Comparison.MEMORY)) {
            page.section("Memory");
            page.paragraph(
                    "Resident memory of the server's process after %,d sign-ins on 8 connections, each time of a new process."
                            .formatted(SIGN_INS_BEFORE_MEMORY));
            scores.memory(table(in(rivals.stream().map(this::memory).toList()), List.of(MEBIBYTES)));
        }
        Set<Comparison> calls = EnumSet.copyOf(chosen);
        calls.removeAll(EnumSet.of(Comparison.START, Comparison.MEMORY));
        if (!calls.isEmpty()) {
            throughput(calls, scores);
        }
        scores.write();
    }

    private Subject start(Rival rival) {
        return Subject.of(rival.name() + ", start", time -> {
            long begin = System.nanoTime();
            try (Running running = rival.launch()) {
                running.await(Answers.ok(rival.signIn(1)));
                return Sample.of(MILLIS, (System.nanoTime() - begin) / 1e6);
            }
        });
    }

    private Subject memory(Rival rival) {
        return Subject.of(rival.name() + ", memory", time -> {
            try (Running running = rival.launch()) {
                running.await(Answers.ok(rival.signIn(1)));
                Script signIn = new Clients(rival, customers).signIn();
                Load.run(running.target(), 8, Duration.ofMinutes(10), new Few(signIn, SIGN_INS_BEFORE_MEMORY))
                        .sound();
                return Sample.of(MEBIBYTES, running.memory().mebibytes());
            }
        });
    }

    private void throughput(Set<Comparison> chosen, Scores scores) throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (Rival rival : rivals) {
                Contestant contestant = new Contestant(rival, rival.launch(), new Clients(rival, customers));
                contestants.add(contestant);
                contestant.begin(chosen);
            }
            page.section("Throughput");
            page.paragraph("On %d connections, searches on %d, all servers up, one asked at a time."
                    .formatted(CONNECTIONS, ADMINISTRATORS));
            for (Comparison call : chosen) {
                compare(call, contestants, scores);
            }
        } finally {
            contestants.forEach(contestant -> contestant.running().close());
        }
    }

    private void compare(Comparison call, List<Contestant> contestants, Scores scores) throws IOException {
        switch (call) {
            case START, MEMORY -> throw new IllegalArgumentException(call.toString());
            case SIGN_IN -> scores.signIns(measure("sign-in", contestants, Clients::signIn));
            case REFRESH -> scores.refreshes(measure("refresh", contestants, Clients::refresh));
            case PROFILE -> scores.reads(measure("profile read", contestants, Clients::read));
            case CODE_FLOW -> {
                page.paragraph(
                        "A code flow is authorize with the cookie of a live session, token and userinfo, timed from the first to the last.");
                scores.codeFlows(measure("code flow", contestants, Clients::codeFlow));
            }
            case SEARCH -> searches(scores, contestants);
        }
    }

    /** Of those whose customers an administrator can search for. */
    private void searches(Scores scores, List<Contestant> contestants) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        for (Contestant one : contestants) {
            if (one.rival().hasSearch()) {
                String administrator = one.rival().administrator(one.running().target());
                subjects.add(subject("search", one, ADMINISTRATORS, clients -> clients.search(administrator)));
            }
        }
        page.paragraph(
                "A search is an administrator's, for customers by how a thing begins: Vestibule's by the address, Keycloak's `search` by username,"
                        + " address, first or last name. At most 50 are found.");
        scores.searches(table(in(subjects), THROUGHPUT));
    }

    private List<Series> measure(String what, List<Contestant> contestants, Function<Clients, Script> script)
            throws IOException {
        List<Subject> subjects = contestants.stream()
                .map(one -> subject(what, one, CONNECTIONS, script))
                .toList();
        return table(in(subjects), THROUGHPUT);
    }

    private Subject subject(String what, Contestant one, int connections, Function<Clients, Script> script) {
        return Subject.of(
                one.rival().name() + ", " + what,
                time -> Measured.load(
                        one.running().target(),
                        connections,
                        time,
                        script.apply(one.clients()),
                        one.running()::cpuTime,
                        postgres));
    }

    private List<Series> in(List<Subject> subjects) throws IOException {
        return new Rounds(rounds, time, Run::tell).of(subjects);
    }

    private List<Series> table(List<Series> measured, List<Sample.Figure> figures) {
        List<String> header = new ArrayList<>(List.of(""));
        for (Sample.Figure figure : figures) {
            header.add(
                    switch (figure) {
                        case PER_SECOND -> "a second";
                        case P50_MILLIS -> "p50, ms";
                        case P99_MILLIS -> "p99, ms";
                        case SERVER_MICROS -> "server CPU, µs";
                        case DATABASE_MICROS -> "PostgreSQL CPU, µs";
                        case LOAD_MICROS -> "load CPU, µs";
                        case WAL_BYTES -> "WAL, bytes";
                        case CPU_PERCENT -> "server CPU, %";
                        case MILLIS -> "ms";
                        case MEBIBYTES -> "MiB";
                    });
        }
        page.table(
                header,
                measured.stream()
                        .map(series -> Page.row(series, figures.toArray(Sample.Figure[]::new)))
                        .toList());
        return measured;
    }

    /** A rival that serves, and its clients. */
    private record Contestant(Rival rival, Running running, Clients clients) {
        void begin(Set<Comparison> chosen) throws IOException {
            running.await(Answers.ok(rival.signIn(1)));
            if (chosen.equals(EnumSet.of(Comparison.SEARCH))) {
                return; // no customer comes
            }
            clients.begin(running.target());
            for (Script script : List.of(clients.signIn(), clients.refresh(), clients.read(), clients.codeFlow())) {
                Load.run(running.target(), CONNECTIONS, Rival.WARM_UP, script).sound();
            }
        }
    }
}
