package io.vestibule.password;

import io.vestibule.password.legacy.Preparation;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a password.
 *
 * @param right   whether the password is that of the stored hash
 * @param owed    nanoseconds of work that a refusal would have taken longer: 0 unless {@code right}
 * @param renewal how the password should be hashed anew, because the stored hash isn't ours, or its cost isn't today's; null if it
 *                needn't, or isn't right
 */
public record PasswordCheck(
        boolean right, long owed, @Nullable Preparation renewal) {
    /** Whether the password is right, and should be hashed anew. */
    public boolean outdated() {
        return renewal != null;
    }
}
