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

    /** The address, as one signs in with it. */
    public Optional<LoginName> emailLogin() {
        return Optional.ofNullable(email).map(EmailAddress::login);
    }

    /** The username, as one signs in with it. */
    public Optional<LoginName> usernameLogin() {
        return Optional.ofNullable(username).map(Username::login);
    }

    /** The address and the username, those that there are. */
    public Stream<LoginName> logins() {
        return Stream.concat(emailLogin().stream(), usernameLogin().stream());
    }

    /** Whether this is the customer that was asked for. */
    public boolean has(LoginName login) {
        return logins().anyMatch(login::equals);
    }

    /** Whether both tell of one customer: by the id, or by address and username where either has none. */
    public boolean isSame(UpstreamCustomer other) {
        return (id != null && other.id != null)
                ? id.equals(other.id)
                : emailLogin().equals(other.emailLogin()) && usernameLogin().equals(other.usernameLogin());
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "UpstreamCustomer[redacted]";
    }
}
