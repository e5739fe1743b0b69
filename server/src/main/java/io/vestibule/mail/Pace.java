package io.vestibule.mail;

import java.time.Duration;

/**
 * How fast the sender goes.
 *
 * @param look how often it looks for mail that nobody nudged it about
 * @param first the pause after a first failure; each further one in a row doubles it
 * @param longest where the doubling ends
 */
public record Pace(Duration look, Duration first, Duration longest) {
    /** Every 2 seconds; 5 seconds to 5 minutes. */
    public static final Pace USUAL = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMinutes(5));

    private static final int MOST_DOUBLINGS = 20;

    public Pace {
        if (!look.isPositive() || !first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("A pace takes time");
        }
    }

    /** The pause after so many failures in a row, 1 or more. */
    Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
