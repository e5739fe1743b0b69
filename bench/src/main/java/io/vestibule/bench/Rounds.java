package io.vestibule.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what is compared in turn, round by round, so that whatever slows the machine down for a while slows all of it; every other
 * round goes backwards. A round before the first, of longer measurements, lets compilers and caches warm up and doesn't count.
 *
 * @param count of those that count; 0: the first counts, to see that it runs
 */
public record Rounds(int count, Duration time, Progress progress) {
    private static final int WARM_UP = 4;

    /** Told of each sample. */
    @FunctionalInterface
    public interface Progress {
        /** A subject was measured in a round; round 0 warms up. */
        void measured(int round, String subject, Sample sample);
    }

    /** Measures the subjects; the series come in their order. */
    public List<Series> of(List<? extends Subject> subjects) throws IOException {
        Map<Subject, List<Sample>> samples = new LinkedHashMap<>();
        subjects.forEach(subject -> samples.put(subject, new ArrayList<>()));
        for (int round = 0; round <= count; round++) {
            Duration length = round == 0 && count > 0 ? time.multipliedBy(WARM_UP) : time;
            for (Subject subject : round % 2 == 0 ? subjects.reversed() : subjects) {
                subject.prepare(length);
                Sample sample = subject.measure(length);
                progress.measured(round, subject.name(), sample);
                if (round > 0 || count == 0) {
                    samples.computeIfAbsent(subject, s -> new ArrayList<>()).add(sample);
                }
            }
        }
        return samples.entrySet().stream()
                .map(entry -> new Series(entry.getKey().name(), List.copyOf(entry.getValue())))
                .toList();
    }
}
