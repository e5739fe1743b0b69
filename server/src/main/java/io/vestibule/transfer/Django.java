package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Django: {@code manage.py dumpdata}, as JSON or JSON Lines, of its own user model or of one that extends it. */
final class Django implements OtherSystem {
    private static final Set<String> OWN = Set.of(
            "password",
            "last_login",
            "is_superuser",
            "is_staff",
            "is_active",
            "username",
            "first_name",
            "last_name",
            "email",
            "date_joined",
            "groups",
            "user_permissions");

    @Override
    public Set<String> marks() {
        return Set.of("model");
    }

    @Override
    public Mapped map(Json.Object record, Map<String, List<String>> side) {
        Json.Object user = Values.object(record, "fields");
        if (user.get("password") == null) {
            return Mapped.NOBODY;
        }
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("id", "pk", Values.text(record, "pk").matches("[0-9]+") ? record.get("pk") : null)
                .put("username", "username", user.get("username"))
                .put("email", "email", user.get("email"))
                .put("passwordHash", "password", user.get("password"))
                .put("firstName", "first_name", user.get("first_name"))
                .put("lastName", "last_name", user.get("last_name"))
                .put("createdAt", "date_joined", user.get("date_joined"));
        if (Json.Bool.FALSE.equals(user.get("is_active"))) {
            mapped.put("disabled", "is_active", Json.Bool.TRUE);
        }
        for (String flag : List.of("is_superuser", "is_staff")) {
            if (Values.isTrue(user, flag)) {
                mapped.more(flag, Json.Bool.TRUE);
            }
        }
        mapped.more(
                        "groups",
                        new Json.Array(Values.items(user, "groups").stream()
                                .map(Values::first)
                                .map(Values::text)
                                .map(Json::of)
                                .toList()))
                .more("user_permissions", user.get("user_permissions"));
        user.fields().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                mapped.more(name, value);
            }
        });
        return mapped.build();
    }
}
