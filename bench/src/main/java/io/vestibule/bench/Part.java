package io.vestibule.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be measured by itself. The calls are measured together, in turn. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references
enum Part {
    SIGN_IN(null),
    REFRESH(Calls::refresh),
    REDEEM(Calls::redeem),
    PROFILE(Calls::profile),
    LOOK_UP(Calls::lookUp),
    REGISTER(Calls::register),
    CODE_FLOW(null),
    OVERLOAD(null),
    POOLER(null),
    TIMING(null),
    START(null),
    MEMORY(null),
    MOVING_IN(null),
    CONSOLE(null),
    ADMIN(null),
    MAIL(null),
    GROWTH(null);

    /** The call that it is; null for sign-in, which is three, and for what is no call. */
    final @Nullable Function<Calls, Call> call;

    Part(@Nullable Function<Calls, Call> call) {
        this.call = call;
    }

    boolean isCall() {
        return this == SIGN_IN || call != null;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads what was typed. */
    static final class Typed implements ITypeConverter<Part> {
        @Override
        public Part convert(String typed) {
            return Arrays.stream(values())
                    .filter(part -> part.toString().equals(typed))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no part '" + typed + "'"));
        }
    }
}
