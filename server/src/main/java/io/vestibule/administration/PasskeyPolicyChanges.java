package io.vestibule.administration;

import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.RpId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a portal's {@link PasskeyPolicy}; null leaves a part as it is.
 */
public record PasskeyPolicyChanges(
        @Nullable Site site,
        @Nullable List<String> topOrigins,
        @Nullable Set<UUID> allowed,
        @Nullable Set<UUID> blocked,
        @Nullable Integer most) {

    /** The site that passkeys are made for; null for the host of the public URL. */
    public record Site(@Nullable RpId rpId) {}

    PasskeyPolicy of(PasskeyPolicy before) {
        return new PasskeyPolicy(
                site == null ? before.rpId() : site.rpId(),
                Objects.requireNonNullElse(topOrigins, before.topOrigins()),
                Objects.requireNonNullElse(allowed, before.allowed()),
                Objects.requireNonNullElse(blocked, before.blocked()),
                Objects.requireNonNullElse(most, before.most()));
    }
}
