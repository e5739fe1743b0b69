package io.vestibule.customer;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in.
 *
 * @param accountId who is billed for them
 * @param primary   whether they are the account's primary customer
 * @param email     contact address as given, or null
 * @param username  as given, or null where none was set
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
        @Nullable String language,
        Profile profile,
        Instant createdAt) {

    /** The contact address as one that mail can go to. */
    public Optional<EmailAddress> address() {
        return email == null ? Optional.empty() : EmailAddress.parse(email);
    }
}
