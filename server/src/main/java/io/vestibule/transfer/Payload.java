package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Payload: a table of a collection with sign-in. */
final class Payload implements OtherSystem {
    private static final Set<String> OWN = Set.of(
            "id",
            "email",
            "username",
            "salt",
            "hash",
            "created_at",
            "updated_at",
            "createdAt",
            "updatedAt",
            "login_attempts",
            "lock_until",
            "reset_password_token",
            "reset_password_expiration",
            "reset_password_requested_at",
            "full_name",
            "first_name",
            "last_name",
            "name",
            "phone");

    @Override
    public Set<String> marks() {
        return Set.of("hash");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("id", "id", Values.text(user, "id").matches("[0-9]+") ? user.get("id") : null)
                .put("email", "email", user.get("email"))
                .put("username", "username", user.get("username"))
                .put("createdAt", "created_at", user.get("created_at"))
                .put("createdAt", "createdAt", user.get("createdAt"))
                .put("phone", "phone", user.get("phone"));
        if (!Values.text(user, "hash").isEmpty()) {
            mapped.put(
                    "passwordHash", "hash", "$payload$" + Values.text(user, "salt") + "$" + Values.text(user, "hash"));
        }
        Names.put(
                mapped,
                user,
                "first_name",
                "last_name",
                Values.text(user, "full_name").isEmpty() ? "name" : "full_name");
        user.fields().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                mapped.more(name, value);
            }
        });
        return mapped.build();
    }
}
