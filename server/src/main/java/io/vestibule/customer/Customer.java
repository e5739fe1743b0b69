package io.vestibule.customer;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in.
 *
 * @param accountId who is billed for them
 * @param primary   whether they are the account's primary customer
 * @param email     contact address as given, or null
 * @param username  as given, or null where none was set
 * @param temporaryPassword whether the password is a temporary one, to be changed at its first use
 * @param secondFactor whether they are asked for a second factor
 * @param verified  whether the mailbox of {@code email} was proven to be theirs
 * @param language  a two-letter code (ISO 639-1), or null for the portal's
 */
public record Customer(
        long id,
        long portalId,
        long accountId,
        boolean primary,
        @Nullable String email,
        @Nullable String username,
        boolean verified,
        boolean disabled,
        boolean temporaryPassword,
        boolean secondFactor,
        @Nullable String language,
        Profile profile,
        Instant createdAt) {

    /** Who takes the place of a customer who isn't there, where the work must be the same. */
    public static Customer nobody(long portalId) {
        return new Customer(
                0,
                portalId,
                0,
                true,
                "nobody@vestibule.invalid",
                null,
                false,
                true,
                false,
                false,
                null,
                Profile.EMPTY,
                Instant.EPOCH);
    }

    /** Address and username, as far as there are any: what no password of theirs may be. */
    public List<String> logins() {
        return Stream.of(email, username).filter(Objects::nonNull).toList();
    }

    /** The contact address as one that mail can go to. */
    public Optional<EmailAddress> address() {
        return email == null ? Optional.empty() : EmailAddress.parse(email);
    }
}
