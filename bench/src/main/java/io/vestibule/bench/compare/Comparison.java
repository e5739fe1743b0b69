package io.vestibule.bench.compare;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the rivals are compared by. */
enum Comparison {
    START,
    MEMORY,
    SIGN_IN,
    REFRESH,
    PROFILE,
    CODE_FLOW,
    /** An administrator's for customers, of rivals that have one. */
    SEARCH;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads what was typed. */
    static final class Typed implements ITypeConverter<Comparison> {
        @Override
        public Comparison convert(String typed) {
            return Arrays.stream(values())
                    .filter(comparison -> comparison.toString().equals(typed))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("nothing is compared by '" + typed + "'"));
        }
    }
}
