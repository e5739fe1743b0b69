package io.vestibule.bench;

import java.io.IOException;
import java.util.Locale;

/** What {@code bench/overload} floods the server with. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references
enum Flood {
    SIGN_INS(SignInFlood::measure);

    private final Measurement measurement;

    Flood(Measurement measurement) {
        this.measurement = measurement;
    }

    @FunctionalInterface
    private interface Measurement {
        void of(Run run) throws IOException;
    }

    void measure(Run run) throws IOException {
        measurement.of(run);
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
