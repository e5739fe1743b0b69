package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.DATABASE_MICROS;
import static io.vestibule.bench.Sample.Figure.P50_MILLIS;
import static io.vestibule.bench.Sample.Figure.P99_MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;
import static io.vestibule.bench.Sample.Figure.SERVER_MICROS;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Whole code flows, by a live session and by a sign-in each, beside sign-ins of a dialect. */
final class CodeFlowPart {
    private static final double OF_SIGN_INS = 0.9;

    private CodeFlowPart() {}

    /** What has a sign-in in it; the dialect's first. */
    static List<Call> bySignIn(Calls calls) {
        return List.of(calls.keazeSignIn(), calls.codeFlowWithSignIn());
    }

    static void measure(Run run) throws IOException {
        Stand stand = run.stand();
        Calls calls = stand.calls();
        int connections = run.plan.most();
        BrowserSessions browsers = BrowserSessions.open(stand.server().target(), SignInPages::open);
        List<Subject> subjects = Stream.concat(bySignIn(calls).stream(), Stream.of(calls.codeFlow(browsers)))
                .map(call -> call.subject(call.name(), stand.server(), run.postgres, connections))
                .toList();
        List<Series> measured = run.rounds().of(subjects);
        run.page.section("Code flows");
        run.page.paragraph(
                "Authorize, token and userinfo count as one, timed from the first request; with a sign-in, the page and its form, too. %d connections."
                        .formatted(connections));
        run.page.table(
                List.of("", "a second", "p50, ms", "p99, ms", "server CPU, µs", "PostgreSQL CPU, µs"),
                measured.stream()
                        .map(series ->
                                Page.row(series, PER_SECOND, P50_MILLIS, P99_MILLIS, SERVER_MICROS, DATABASE_MICROS))
                        .toList());
        run.judge(Verdict.atLeast(
                OF_SIGN_INS,
                "code flows with a sign-in, of the dialect's sign-ins",
                measured.get(1).per(measured.getFirst(), PER_SECOND),
                PER_SECOND));
    }
}
