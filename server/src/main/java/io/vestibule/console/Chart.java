package io.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A small chart of hours, as SVG: bars for now, a line for a week before. It needs no script, has its size before it is there, and takes its
 * colours from the page.
 */
public final class Chart {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 48;

    private Chart() {}

    /** What stands in the {@code svg} element's {@code viewBox}. */
    public static String box() {
        return "0 0 " + WIDTH + " " + HEIGHT;
    }

    /** The bars, as the path of one shape. */
    public static String bars(Overview.Figure figure) {
        double most = most(figure);
        double step = (double) WIDTH / figure.hours().size();
        return IntStream.range(0, figure.hours().size())
                .filter(hour -> figure.hours().get(hour) > 0)
                .mapToObj(hour -> {
                    double height = Math.max(1, HEIGHT * figure.hours().get(hour) / most);
                    return String.format(
                            Locale.ROOT,
                            "M%.1f %dv-%.1fh%.1fv%.1fz",
                            hour * step + 1,
                            HEIGHT,
                            height,
                            step - 2,
                            height);
                })
                .collect(Collectors.joining());
    }

    /** The line, as the points of a polyline. */
    public static String line(Overview.Figure figure) {
        double most = most(figure);
        double step = (double) WIDTH / figure.before().size();
        return IntStream.range(0, figure.before().size())
                .mapToObj(hour -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        (hour + 0.5) * step,
                        HEIGHT - HEIGHT * figure.before().get(hour) / most))
                .collect(Collectors.joining(" "));
    }

    /** What it says to whoever doesn't see it. */
    public static String words(Overview.Figure figure) {
        return figure.title() + " by hour: " + list(figure.hours()) + "; a week before: " + list(figure.before());
    }

    private static String list(List<Long> counts) {
        return counts.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static double most(Overview.Figure figure) {
        return Math.max(
                1,
                Math.max(
                        figure.hours().stream().mapToLong(Long::longValue).max().orElse(0),
                        figure.before().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0)));
    }
}
