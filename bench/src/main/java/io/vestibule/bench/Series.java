package io.vestibule.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The samples of a subject, a round each. */
public record Series(String name, List<Sample> samples) {

    /** Whether the samples have this figure. */
    public boolean has(Sample.Figure figure) {
        return !samples.isEmpty() && samples.getFirst().figures().containsKey(figure);
    }

    /** The middle value of a figure. */
    public double median(Sample.Figure figure) {
        List<Double> sorted = sorted(figure);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Median, least and most. */
    public String spread(Sample.Figure figure) {
        List<Double> sorted = sorted(figure);
        return "%s (%s–%s)".formatted(number(median(figure)), number(sorted.getFirst()), number(sorted.getLast()));
    }

    /** This figure for the other's, round by round: median, least and most. */
    public Series per(Series other, Sample.Figure figure) {
        List<Sample> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(samples.size(), other.samples.size()); i++) {
            ratios.add(Sample.of(
                    figure, samples.get(i).figure(figure) / other.samples.get(i).figure(figure)));
        }
        return new Series(name, ratios);
    }

    /** A number with three digits that count. */
    public static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value).replace(',', ' ');
    }

    private List<Double> sorted(Sample.Figure figure) {
        return samples.stream().map(sample -> sample.figure(figure)).sorted().toList();
    }
}
