package io.vestibule.bench.compare;

import static io.vestibule.bench.Sample.Figure.MEBIBYTES;
import static io.vestibule.bench.Sample.Figure.MILLIS;
import static io.vestibule.bench.Sample.Figure.PER_SECOND;

import io.vestibule.bench.Page;
import io.vestibule.bench.Sample;
import io.vestibule.bench.Series;
import io.vestibule.bench.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ratios that are aimed at. Series come with Vestibule first; a rival that couldn't be set up has none. */
final class Scores {
    private static final String KEYCLOAK = "Keycloak";
    private static final String BETTER_AUTH = "better-auth";
    private static final double MEBIBYTES_ALONE = 180;

    private final Page page;
    private final List<Verdict> verdicts = new ArrayList<>();

    Scores(Page page) {
        this.page = page;
    }

    void starts(List<Series> measured) {
        atMost(0.1, "start", measured, KEYCLOAK, MILLIS);
        atMost(1.0, "start", measured, BETTER_AUTH, MILLIS);
    }

    void memory(List<Series> measured) {
        verdicts.add(Verdict.atMost(MEBIBYTES_ALONE, "resident memory, MiB", measured.getFirst(), MEBIBYTES));
        atMost(0.3, "resident memory", measured, KEYCLOAK, MEBIBYTES);
        atMost(0.85, "resident memory", measured, BETTER_AUTH, MEBIBYTES);
    }

    void signIns(List<Series> measured) {
        atLeast(3, "sign-ins a second", measured, KEYCLOAK);
    }

    void refreshes(List<Series> measured) {
        atLeast(8, "refreshes a second", measured, KEYCLOAK);
        atLeast(10, "refreshes a second", measured, BETTER_AUTH);
    }

    void reads(List<Series> measured) {
        atLeast(3, "profile reads a second", measured, KEYCLOAK);
    }

    void searches(List<Series> measured) {
        atLeast(20, "customer searches a second", measured, KEYCLOAK);
    }

    void codeFlows(List<Series> measured) {
        atLeast(3, "code flows a second", measured, KEYCLOAK);
        atLeast(3, "code flows a second", measured, BETTER_AUTH);
    }

    private void atLeast(double target, String what, List<Series> measured, String rival) {
        ratio(measured, rival, PER_SECOND)
                .ifPresent(ratio ->
                        verdicts.add(Verdict.atLeast(target, what + ", per " + rival + "'s", ratio, PER_SECOND)));
    }

    private void atMost(double target, String what, List<Series> measured, String rival, Sample.Figure figure) {
        ratio(measured, rival, figure)
                .ifPresent(
                        ratio -> verdicts.add(Verdict.atMost(target, what + ", per " + rival + "'s", ratio, figure)));
    }

    private static Optional<Series> ratio(List<Series> measured, String rival, Sample.Figure figure) {
        return measured.stream()
                .filter(series -> series.name().startsWith(rival))
                .findFirst()
                .map(theirs -> measured.getFirst().per(theirs, figure));
    }

    void write() {
        page.section("Targets");
        Verdict.table(page, verdicts);
    }
}
