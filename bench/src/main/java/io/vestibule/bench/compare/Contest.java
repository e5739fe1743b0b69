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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Starts, memory and throughput of the rivals, in turn. */
final class Contest {
    private static final int CONNECTIONS = 64;
    private static final int SIGN_INS_BEFORE_MEMORY = 1000;

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

    void run() throws IOException {
        Scores scores = new Scores(page);
        page.section("Start");
        page.paragraph(
                "From the start of the process, with the database up and files in the page cache, to the answer to the first sign-in"
                        + " that succeeds.");
        scores.starts(table(in(rivals.stream().map(this::start).toList()), MILLIS));
        page.section("Memory");
        page.paragraph(
                "Resident memory of the server's process after %,d sign-ins on 8 connections, each time of a new process."
                        .formatted(SIGN_INS_BEFORE_MEMORY));
        scores.memory(table(in(rivals.stream().map(this::memory).toList()), MEBIBYTES));
        throughput(scores);
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

    private void throughput(Scores scores) throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (Rival rival : rivals) {
                Contestant contestant = new Contestant(rival, rival.launch(), new Clients(rival, customers));
                contestants.add(contestant);
                contestant.begin();
            }
            page.section("Throughput");
            page.paragraph("On " + CONNECTIONS + " connections, all servers up, one asked at a time.");
            scores.signIns(measure("sign-in", contestants, Clients::signIn));
            scores.refreshes(measure("refresh", contestants, Clients::refresh));
            scores.reads(measure("profile read", contestants, Clients::read));
            page.paragraph(
                    "A code flow is authorize with the cookie of a live session, token and userinfo, timed from the first to the last.");
            scores.codeFlows(measure("code flow", contestants, Clients::codeFlow));
            searches(scores, contestants);
        } finally {
            contestants.forEach(contestant -> contestant.running().close());
        }
    }

    /** Of those whose customers an administrator can search for. */
    private void searches(Scores scores, List<Contestant> contestants) throws IOException {
        Map<Clients, String> administrators = new HashMap<>();
        List<Contestant> searchable = new ArrayList<>();
        for (Contestant one : contestants) {
            String administrator = one.rival().administrator(one.running().target());
            if (administrator != null) {
                administrators.put(one.clients(), administrator);
                searchable.add(one);
            }
        }
        page.paragraph(
                "A search is an administrator's, for customers by how a thing begins: Vestibule's by the address, Keycloak's `search` by username,"
                        + " address, first or last name. At most 50 are found.");
        scores.searches(measure(
                "search", searchable, clients -> clients.search(Objects.requireNonNull(administrators.get(clients)))));
    }

    private List<Series> measure(String what, List<Contestant> contestants, Function<Clients, Script> script)
            throws IOException {
        List<Subject> subjects = contestants.stream()
                .map(one -> Subject.of(
                        one.rival().name() + ", " + what,
                        time -> Measured.load(
                                one.running().target(),
                                CONNECTIONS,
                                time,
                                script.apply(one.clients()),
                                one.running()::cpuTime,
                                postgres)))
                .toList();
        return table(in(subjects), PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS);
    }

    private List<Series> in(List<Subject> subjects) throws IOException {
        return new Rounds(rounds, time, Run::tell).of(subjects);
    }

    private List<Series> table(List<Series> measured, Sample.Figure... figures) {
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
                measured.stream().map(series -> Page.row(series, figures)).toList());
        return measured;
    }

    /** A rival that serves, and its clients. */
    private record Contestant(Rival rival, Running running, Clients clients) {
        void begin() throws IOException {
            running.await(Answers.ok(rival.signIn(1)));
            clients.begin(running.target());
            for (Script script : List.of(clients.signIn(), clients.refresh(), clients.read(), clients.codeFlow())) {
                Load.run(running.target(), CONNECTIONS, Rival.WARM_UP, script).sound();
            }
        }
    }
}
