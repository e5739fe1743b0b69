package io.vestibule.transfer;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Profile;
import io.vestibule.customer.Username;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One customer of a file, right in itself: what is left to say is whether the portal has room for them.
 *
 * @param source       where it stands, for the error file
 * @param id         the id to keep if it is free
 * @param accountId  the same, of a new account
 * @param accountKey what the file calls the account; null: they get one of their own
 * @param odd        what is wrong with fields that they are imported without
 * @param primary    null: if their account has no primary customer yet
 */
record Entry(
        SourceRecord source,
        @Nullable Long id,
        @Nullable Long accountId,
        @Nullable String accountKey,
        @Nullable Boolean primary,
        @Nullable EmailAddress email,
        EmailLogin emailLogin,
        @Nullable Username username,
        @Nullable ImportedPassword password,
        @Nullable Instant verifiedAt,
        @Nullable String language,
        @Nullable Instant disabledAt,
        @Nullable Instant createdAt,
        Profile profile,
        List<String> odd) {

    /** The folded address, or null. */
    @Nullable
    String foldedEmail() {
        return email == null ? null : email.login().value();
    }

    /** The folded username, or null. */
    @Nullable
    String foldedUsername() {
        return username == null ? null : username.login().value();
    }
}
