package io.vestibule.transfer;

import io.vestibule.customer.ProfileSchema;
import io.vestibule.password.PasswordHasher;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what a file's records are judged.
 *
 * @param lenient    whether a customer is imported without a field that is odd
 * @param zone       of times that are given without one; null: they aren't guessed
 * @param attributes that the schema has
 */
record Rules(
        ProfileSchema schema,
        PasswordHasher hasher,
        Instant now,
        boolean lenient,
        @Nullable ZoneId zone,
        Set<String> attributes) {

    Rules(ProfileSchema schema, PasswordHasher hasher, Instant now, boolean lenient, @Nullable ZoneId zone) {
        this(schema, hasher, now, lenient, zone, Set.copyOf(schema.attributes()));
    }
}
