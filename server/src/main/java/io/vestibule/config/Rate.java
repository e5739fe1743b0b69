package io.vestibule.config;

import java.time.Duration;

/** So many per so long: 20 a minute. Both above zero. */
public record Rate(int count, Duration per) {
    private static final int MOST = 1_000_000;

    public Rate {
        if (count < 1 || count > MOST || !per.isPositive()) {
            throw new IllegalArgumentException("a rate counts from 1 to " + MOST + " per duration above zero");
        }
    }

    /** Reads {@code 20/1m}. */
    static Rate parse(String text) {
        int slash = text.indexOf('/');
        Kind.require(slash > 0);
        return new Rate(
                Integer.parseInt(text.substring(0, slash).strip()),
                DurationText.parse(text.substring(slash + 1).strip()));
    }
}
