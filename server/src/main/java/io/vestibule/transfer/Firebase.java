package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Firebase Authentication, and Google's Identity Platform: {@code firebase auth:export users.json}. Hashes are verified with the project's
 * parameters, which the operator tells.
 */
final class Firebase implements OtherSystem {
    private static final Set<String> OWN = Set.of(
            "localId",
            "email",
            "emailVerified",
            "passwordHash",
            "salt",
            "displayName",
            "phoneNumber",
            "createdAt",
            "disabled",
            "lastSignedInAt",
            "lastLoginAt",
            "lastRefreshAt",
            "passwordUpdatedAt",
            "validSince",
            "version",
            "screenName");

    @Override
    public Set<String> marks() {
        return Set.of("localId");
    }

    @Override
    public Set<String> lists() {
        return Set.of("users");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        Mapped.Builder mapped = new Mapped.Builder().more("externalId", user.get("localId"));
        mapped.put("email", "email", user.get("email"))
                .put("verifiedAt", "emailVerified", user.get("email") == null ? null : user.get("emailVerified"))
                .put("createdAt", "createdAt", user.get("createdAt"))
                .put("phone", "phoneNumber", user.get("phoneNumber"));
        String hash = Values.unpadded(Values.text(user, "passwordHash"));
        if (!hash.isEmpty()) {
            mapped.put(
                    "passwordHash",
                    "passwordHash",
                    "$firebase-scrypt$" + Values.unpadded(Values.text(user, "salt")) + "$" + hash);
        }
        Names.whole(mapped, "displayName", Values.text(user, "displayName"));
        if (Values.isTrue(user, "disabled")) {
            mapped.put("disabled", "disabled", Json.Bool.TRUE);
        }
        user.fields().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                mapped.more(name, value);
            }
        });
        return mapped.build();
    }
}
