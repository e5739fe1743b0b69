package io.vestibule.transfer;

import io.vestibule.password.ExaminedHash;
import io.vestibule.password.PasswordHasher;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line's password, as its hash will be stored.
 *
 * @param kind  scheme and cost, if it may take longer than ours; else null
 * @param until when it ends, if it is a temporary one
 */
record ImportedPassword(
        String hash,
        @Nullable String kind,
        String origin,
        @Nullable Instant until) {
    private static final Set<String> ORIGINS = Set.of("operator", "public", "reset");

    /** Null if there is none, or it can't be taken. */
    static @Nullable ImportedPassword read(FieldValues values, Faults faults, PasswordHasher hasher) {
        String hash = values.text("passwordHash");
        String origin = values.text("passwordOrigin");
        Instant until = until(values, faults);
        if (origin != null && !ORIGINS.contains(origin)) {
            faults.refuse("passwordOrigin", "operator, public or reset");
        }
        if (hash == null) {
            if (origin != null || until != null) {
                faults.refuse("passwordHash", "there with passwordOrigin and passwordUntil");
            }
            return null;
        }
        return switch (hasher.examine(hash)) {
            case ExaminedHash.Usable usable ->
                new ImportedPassword(
                        usable.text(),
                        usable.expensive() ? usable.kind() : null,
                        origin == null ? "operator" : origin,
                        until);
            case ExaminedHash.NoPassword() -> null;
            case ExaminedHash.Unusable(String reason) -> {
                faults.refuse("The " + faults.called("passwordHash") + " field holds " + reason + ".");
                yield null;
            }
        };
    }

    /** A time that can't be read is refused: the password would be good for ever. */
    private static @Nullable Instant until(FieldValues values, Faults faults) {
        String text = values.valued("passwordUntil");
        Instant until = text == null ? null : values.moment("passwordUntil", text);
        if (text != null && until == null) {
            faults.refuse("passwordUntil", FieldValues.A_TIME);
        }
        return until;
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "ImportedPassword[redacted]";
    }
}
