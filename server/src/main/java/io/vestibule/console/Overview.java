package io.vestibule.console;

import io.vestibule.audit.StatisticsStore.By;
import io.vestibule.audit.StatisticsStore.InStep;
import io.vestibule.audit.StatisticsStore.Share;
import io.vestibule.audit.StatisticsStore.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened in a time, and in the same steps before. */
public record Overview(TimeRange range, Steps steps, List<Figure> figures, List<Breakdown> breakdowns) {
    private static final int MOST_ROWS = 10;
    private static final Set<By> ALL = Set.of(By.DIALECT, By.CLIENT, By.METHOD);
    private static final Set<By> REQUESTS = Set.of(By.DIALECT, By.CLIENT);

    private static final Kind SUCCEEDED = new Kind("Sign-ins", ALL, Set.of("authn_login_success"));
    private static final Kind REFUSED = new Kind("Refused", ALL, Set.of("authn_login_fail", "authn_factor_fail"));

    /** The figures, in the order in which they are shown. */
    private static final List<Kind> KINDS = List.of(
            SUCCEEDED,
            REFUSED,
            new Kind("Locks", ALL, Set.of("authn_login_lock")),
            new Kind("Throttled", REQUESTS, Set.of("request_throttled")),
            new Kind("Links issued", REQUESTS, Set.of("link_issued")),
            new Kind("Links used", REQUESTS, Set.of("link_used")),
            new Kind("Codes mailed", REQUESTS, Set.of("authn_code_mailed")),
            new Kind("Mail sent", Set.of(), Set.of("mail_sent")),
            new Kind("Registered", REQUESTS, Set.of("user_created")),
            new Kind("Moved in", REQUESTS, Set.of("user_moved_in")),
            new Kind("Passwords changed", REQUESTS, Set.of("authn_password_change")),
            new Kind("Signed out or ended", REQUESTS, Set.of("authn_logout", "authn_token_revoked")));

    /**
     * What is counted together.
     *
     * @param has what its events have, beside a portal
     */
    private record Kind(String title, Set<By> has, Set<String> events) {}

    /**
     * How often something happened.
     *
     * @param now    in each step
     * @param before in each of the steps that it is compared with
     */
    public record Figure(String title, List<Long> now, List<Long> before) {
        public long total() {
            return sum(now);
        }

        public long totalBefore() {
            return sum(before);
        }

        /** The most in a step, now or before; at least 1. */
        public long most() {
            long most = 1;
            for (int i = 0; i < now.size(); i++) {
                most = Math.max(most, Math.max(now.get(i), before.get(i)));
            }
            return most;
        }

        private static long sum(List<Long> counts) {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** How a figure compares with the steps before, in words. */
    public String change(Figure figure) {
        long then = figure.totalBefore();
        if (then == 0) {
            return (figure.total() == 0 ? "as " : "none ") + range.before();
        }
        long percent = Math.round(100.0 * (figure.total() - then) / then);
        return percent == 0
                ? "as " + range.before()
                : (percent > 0 ? "+" : "−") + Math.abs(percent) + " % on " + range.before();
    }

    /**
     * Sign-ins and refusals by something.
     *
     * @param rows those with the most
     * @param more how many others there are
     * @param rest what the others have together; null where there are none
     */
    public record Breakdown(
            By by, List<Row> rows, int more, @Nullable Row rest) {
        private static Breakdown of(By by, List<Row> all) {
            if (all.size() <= MOST_ROWS) {
                return new Breakdown(by, all, 0, null);
            }
            List<Row> others = all.subList(MOST_ROWS, all.size());
            return new Breakdown(
                    by,
                    all.subList(0, MOST_ROWS),
                    others.size(),
                    new Row(
                            null,
                            others.stream().mapToLong(Row::succeeded).sum(),
                            others.stream().mapToLong(Row::refused).sum()));
        }
    }

    /**
     * What is told apart.
     *
     * @param value null for what has none
     */
    public record Row(@Nullable String value, long succeeded, long refused) {}

    /** What is counted for an overview. */
    record Counts(List<InStep> now, List<InStep> before, List<Share> shares) {}

    /** Of what the query lets be told: a figure whose events lack what was chosen is left out. */
    static Overview of(OverviewQuery query, Steps steps, Counts counts) {
        Set<By> chosen = query.chosen().keySet();
        List<Figure> figures = KINDS.stream()
                .filter(kind -> kind.has().containsAll(chosen))
                .map(kind -> new Figure(
                        kind.title(), inSteps(kind, steps, counts.now()), inSteps(kind, steps, counts.before())))
                .toList();
        List<Breakdown> breakdowns = Arrays.stream(By.values())
                .map(by -> Breakdown.of(by, rows(by, counts.shares())))
                .filter(breakdown ->
                        breakdown.rows().size() > 1 || breakdown.rows().stream().anyMatch(row -> row.value() != null))
                .toList();
        return new Overview(query.range(), steps, figures, breakdowns);
    }

    private static List<Long> inSteps(Kind kind, Steps steps, List<InStep> counts) {
        Long[] sums = new Long[steps.count()];
        Arrays.fill(sums, 0L);
        for (InStep count : counts) {
            if (kind.events().contains(count.event()) && count.step() < sums.length) {
                sums[count.step()] += count.count();
            }
        }
        return List.of(sums);
    }

    private static List<Row> rows(By by, List<Share> shares) {
        Map<String, long[]> sums = new HashMap<>();
        for (Share share : shares) {
            int column = SUCCEEDED.events().contains(share.event())
                    ? 0
                    : REFUSED.events().contains(share.event()) ? 1 : -1;
            if (share.by() == by && column >= 0 && (by != By.REASON || column == 1)) {
                String key = share.value() == null ? "" : share.value();
                sums.computeIfAbsent(key, any -> new long[2])[column] += share.count();
            }
        }
        List<Row> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(new Row(key.isEmpty() ? null : key, sum[0], sum[1])));
        rows.sort(Comparator.comparingLong((Row row) -> -(row.succeeded() + row.refused()))
                .thenComparing(row -> row.value() == null ? "" : row.value()));
        return rows;
    }
}
