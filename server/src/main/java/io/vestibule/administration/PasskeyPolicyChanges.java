package io.vestibule.administration;

import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.RpId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a portal's {@link PasskeyPolicy}; null leaves a part as it is.
 *
 * @param rpId empty for the host of the public URL
 */
public record PasskeyPolicyChanges(
        @Nullable Optional<RpId> rpId,
        @Nullable List<String> topOrigins,
        @Nullable Set<UUID> allowed,
        @Nullable Set<UUID> blocked,
        @Nullable Integer most) {

    PasskeyPolicy of(PasskeyPolicy before) {
        return new PasskeyPolicy(
                rpId == null ? before.rpId() : rpId.orElse(null),
                Objects.requireNonNullElse(topOrigins, before.topOrigins()),
                Objects.requireNonNullElse(allowed, before.allowed()),
                Objects.requireNonNullElse(blocked, before.blocked()),
                Objects.requireNonNullElse(most, before.most()));
    }
}
