package io.vestibule.guard;

import java.util.List;

/**
 * What an attempt takes from the limits before it may go on: all of it or nothing. The fields are the arguments of the
 * database function {@code acquire}, as array literals.
 *
 * @param limits which limits they are, for metrics
 */
public record Permits(List<RateLimit> limits, String keys, String spacings, String bursts) {
    /** Of a step whose attempt has its permits. */
    public static final Permits NONE = new Permits(List.of(), "{}", "{}", "{}");
}
