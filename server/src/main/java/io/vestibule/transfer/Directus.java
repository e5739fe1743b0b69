package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Directus: its table {@code directus_users}. Who isn't active can't sign in there, and is disabled here. */
final class Directus implements OtherSystem {
    private static final Set<String> OWN = Set.of(
            "id",
            "first_name",
            "last_name",
            "email",
            "password",
            "language",
            "status",
            "token",
            "tfa_secret",
            "last_access",
            "last_page",
            "provider",
            "email_notifications",
            "appearance",
            "theme_dark",
            "theme_light",
            "theme_light_overrides",
            "theme_dark_overrides",
            "text_direction");

    @Override
    public Set<String> marks() {
        return Set.of("tfa_secret", "last_access", "email_notifications");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        Mapped.Builder mapped = new Mapped.Builder().more("externalId", user.get("id"));
        mapped.put("email", "email", user.get("email"))
                .put("passwordHash", "password", user.get("password"))
                .put("firstName", "first_name", user.get("first_name"))
                .put("lastName", "last_name", user.get("last_name"))
                .put("language", "language", user.get("language"));
        String status = Values.text(user, "status");
        if (status.isEmpty()) {
            mapped.refuse("The status field is missing: whether they may sign in can't be told.");
        } else if (!status.equals("active")) {
            mapped.put("disabled", "status", Json.Bool.TRUE);
        }
        user.fields().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                mapped.more(name, value);
            }
        });
        return mapped.build();
    }
}
