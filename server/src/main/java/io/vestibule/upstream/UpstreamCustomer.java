package io.vestibule.upstream;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream tells of a customer.
 *
 * @param id        which other systems know, so that it is kept; null where none does
 * @param accountId the same of who is billed
 * @param profile   by our names, not checked yet; what isn't told is absent
 * @param language  two letters, or null
 * @param createdAt null where it isn't told
 */
public record UpstreamCustomer(
        @Nullable Long id,
        @Nullable Long accountId,
        @Nullable EmailAddress email,
        @Nullable Username username,
        Map<String, Json> profile,
        @Nullable String language,
        @Nullable Instant createdAt) {
    public UpstreamCustomer {
        profile = Map.copyOf(profile);
    }

    /** Whether this is the customer that was asked for. */
    public boolean has(LoginName login) {
        return Stream.concat(
                        Optional.ofNullable(email).map(EmailAddress::login).stream(),
                        Optional.ofNullable(username).map(Username::login).stream())
                .anyMatch(login::equals);
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "UpstreamCustomer[redacted]";
    }
}
