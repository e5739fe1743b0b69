package io.vestibule.console;

import io.vestibule.console.Overview.Figure;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A small chart, as SVG: a bar for each step, a line for the steps before. It needs no script, has its size before it is there, prints, and
 * takes its colours from the page. A step is four units wide.
 */
public final class Chart {
    private static final int STEP = 4;
    private static final int HEIGHT = 48;

    private Chart() {}

    /** What stands in the {@code svg} element's {@code viewBox}. */
    public static String box(Figure figure) {
        return "0 0 " + figure.now().size() * STEP + " " + HEIGHT;
    }

    /** The bars, as the path of one shape. */
    public static String bars(Figure figure) {
        List<Long> now = figure.now();
        return IntStream.range(0, now.size())
                .filter(step -> now.get(step) > 0)
                .mapToObj(step -> {
                    long height = Math.max(1, height(now.get(step), figure));
                    return "M" + (step * STEP + 1) + " " + HEIGHT + "v-" + height + "h" + (STEP - 1) + "v" + height
                            + "z";
                })
                .collect(Collectors.joining());
    }

    /** The line, as the points of a polyline. */
    public static String line(Figure figure) {
        List<Long> before = figure.before();
        return IntStream.range(0, before.size())
                .mapToObj(step -> (step * STEP + STEP / 2) + "," + (HEIGHT - height(before.get(step), figure)))
                .collect(Collectors.joining(" "));
    }

    /** What it says to whoever doesn't see it; the numbers stand in the page's table. */
    public static String words(Figure figure, TimeRange range) {
        return figure.title() + " by " + range.stepTitle() + ", at most " + figure.most() + "; " + range.before() + ": "
                + figure.totalBefore() + " in all";
    }

    private static long height(long count, Figure figure) {
        return Math.round((double) HEIGHT * count / figure.most());
    }
}
