package io.vestibule.bench;

import java.util.List;

/** A figure beside what was aimed at. */
public record Verdict(String what, String measured, String target, boolean met) {

    /** At least so much is good. */
    public static Verdict atLeast(double target, String what, Series ratio, Sample.Figure figure) {
        return new Verdict(
                what, ratio.spread(figure), "at least " + Series.number(target), ratio.median(figure) >= target);
    }

    /** At most so much is good. */
    public static Verdict atMost(double target, String what, Series ratio, Sample.Figure figure) {
        return new Verdict(
                what, ratio.spread(figure), "at most " + Series.number(target), ratio.median(figure) <= target);
    }

    List<String> row() {
        return List.of(what, measured, target, met ? "yes" : "**no**");
    }

    /** Writes a table of them. */
    public static void table(Page page, List<Verdict> verdicts) {
        page.table(
                List.of("What", "Measured: median (least–most)", "Target", "Met"),
                verdicts.stream().map(Verdict::row).toList());
    }
}
