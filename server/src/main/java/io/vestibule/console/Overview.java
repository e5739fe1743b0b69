package io.vestibule.console;

import io.vestibule.audit.StatisticsStore.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the last 24 hours, and in the same hours a week before.
 *
 * @param since the beginning of the first hour
 */
public record Overview(Instant since, List<Figure> figures, List<Breakdown> breakdowns) {
    static final int HOURS = 24;

    /** The figures, each with its events, in the order in which they are shown. */
    private static final List<Kind> KINDS = List.of(
            new Kind("Sign-ins", Set.of("authn_login_success")),
            new Kind("Refused", Set.of("authn_login_fail", "authn_factor_fail")),
            new Kind("Locks", Set.of("authn_login_lock")),
            new Kind("Registered", Set.of("user_created")),
            new Kind("Links mailed", Set.of("link_issued")),
            new Kind("Codes mailed", Set.of("authn_code_mailed")),
            new Kind("Passwords changed", Set.of("authn_password_change")),
            new Kind("Signed out or ended", Set.of("authn_logout", "authn_token_revoked")));

    private record Kind(String title, Set<String> events) {}

    /**
     * How often something happened.
     *
     * @param hours  of each hour
     * @param before of the same hours a week before
     */
    public record Figure(String title, List<Long> hours, List<Long> before) {
        public long total() {
            return sum(hours);
        }

        public long totalBefore() {
            return sum(before);
        }

        private static long sum(List<Long> counts) {
            return counts.stream().mapToLong(Long::longValue).sum();
        }

        /** How it compares with the week before, in words. */
        public String change() {
            long then = totalBefore();
            if (then == 0) {
                return total() == 0 ? "as a week ago" : "none a week ago";
            }
            long percent = Math.round(100.0 * (total() - then) / then);
            return percent == 0 ? "as a week ago" : (percent > 0 ? "+" : "") + percent + " % on a week ago";
        }
    }

    /** Sign-ins and refusals by something. */
    public record Breakdown(String title, List<Row> rows) {}

    /**
     * What is told apart.
     *
     * @param name null for what has none
     */
    public record Row(@Nullable String name, long succeeded, long refused) {}

    static Instant since(Instant now) {
        long hour = Duration.ofHours(1).toSeconds();
        return Instant.ofEpochSecond((now.getEpochSecond() / hour - (HOURS - 1)) * hour);
    }

    /** Something that sign-ins are told apart by. */
    record Dimension(String title, Function<Count, @Nullable String> name) {}

    static Overview of(Instant since, List<Count> now, List<Count> weekBefore, List<Dimension> dimensions) {
        Instant before = since.minus(Duration.ofDays(7));
        List<Figure> figures = KINDS.stream()
                .map(kind -> new Figure(
                        kind.title(), hours(kind.events(), since, now), hours(kind.events(), before, weekBefore)))
                .toList();
        List<Breakdown> breakdowns = dimensions.stream()
                .map(dimension -> new Breakdown(dimension.title(), rows(now, dimension.name())))
                .filter(breakdown ->
                        breakdown.rows().size() > 1 || breakdown.rows().stream().anyMatch(row -> row.name() != null))
                .toList();
        return new Overview(since, figures, breakdowns);
    }

    private static List<Long> hours(Set<String> events, Instant since, List<Count> counts) {
        Long[] hours = new Long[HOURS];
        Arrays.fill(hours, 0L);
        for (Count count : counts) {
            long hour = Duration.between(since, count.hour()).toHours();
            if (events.contains(count.event()) && hour >= 0 && hour < HOURS) {
                hours[(int) hour] += count.count();
            }
        }
        return List.of(hours);
    }

    private static List<Row> rows(List<Count> counts, Function<Count, @Nullable String> name) {
        Map<String, long[]> sums = new HashMap<>();
        for (Count count : counts) {
            int column = KINDS.get(0).events().contains(count.event())
                    ? 0
                    : KINDS.get(1).events().contains(count.event()) ? 1 : -1;
            if (column >= 0) {
                String key = name.apply(count);
                sums.computeIfAbsent(key == null ? "" : key, any -> new long[2])[column] += count.count();
            }
        }
        List<Row> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(new Row(key.isEmpty() ? null : key, sum[0], sum[1])));
        rows.sort(Comparator.comparingLong((Row row) -> -(row.succeeded() + row.refused()))
                .thenComparing(row -> row.name() == null ? "" : row.name()));
        return rows.size() > 10 ? rows.subList(0, 10) : rows;
    }
}
