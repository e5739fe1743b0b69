package io.vestibule.administration;

import io.vestibule.password.PasswordPolicy;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that operators set: the rules of those that customers set themselves.
 *
 * @param hashing gives the hash to store
 */
public record Passwords(PasswordPolicy policy, Function<Secret, String> hashing) {

    /** Why a password is refused for whoever has these logins, as a sentence; empty if it is fine. */
    Optional<String> objection(Secret password, @Nullable String... logins) {
        List<String> known = Stream.of(logins).filter(Objects::nonNull).toList();
        return policy.objection(password, known);
    }

    String hash(Secret password) {
        return hashing.apply(password);
    }
}
