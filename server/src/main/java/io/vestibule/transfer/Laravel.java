package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Laravel: its table {@code users}, as a database writes it or as JSON. Times are in the application's zone, which the operator tells. */
final class Laravel implements OtherSystem {
    private static final Set<String> OWN = Set.of(
            "id",
            "name",
            "email",
            "email_verified_at",
            "password",
            "remember_token",
            "created_at",
            "updated_at",
            "two_factor_secret",
            "two_factor_recovery_codes",
            "two_factor_confirmed_at",
            "current_team_id",
            "profile_photo_path");

    @Override
    public Set<String> marks() {
        return Set.of("email_verified_at", "remember_token", "password");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("id", "id", Values.text(user, "id").matches("[0-9]+") ? user.get("id") : null)
                .put("email", "email", user.get("email"))
                .put("username", "username", user.get("username"))
                .put("passwordHash", "password", user.get("password"))
                .put("verifiedAt", "email_verified_at", user.get("email_verified_at"))
                .put("createdAt", "created_at", user.get("created_at"));
        Names.put(mapped, user, "first_name", "last_name", "name");
        if (!Values.text(user, "deleted_at").isEmpty()) {
            mapped.put("disabled", "deleted_at", user.get("deleted_at"));
        }
        user.fields().forEach((name, value) -> {
            if (!OWN.contains(name)
                    && !Set.of("username", "first_name", "last_name", "deleted_at")
                            .contains(name)) {
                mapped.more(name, value);
            }
        });
        return mapped.build();
    }
}
