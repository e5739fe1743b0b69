package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Auth0: the lines of its export job or the users of its Management API, and the lines of password hashes that its support hands out,
 * which tell of users by id.
 */
final class Auth0 implements OtherSystem {
    private static final String HASH = "passwordHash";
    private static final String DATABASE_USER = "auth0|";
    /** What is told elsewhere, or is Auth0's own. */
    private static final Set<String> OWN = Set.of(
            "user_id",
            "_id",
            "email",
            "email_verified",
            "username",
            "given_name",
            "family_name",
            "name",
            "phone_number",
            "created_at",
            "blocked",
            HASH,
            "updated_at",
            "last_login",
            "last_ip",
            "logins_count",
            "last_password_reset",
            "password_set_date",
            "tenant",
            "connection",
            "_tmp_is_unique",
            "version",
            "identifiers");

    @Override
    public Set<String> marks() {
        return Set.of("user_id", HASH);
    }

    @Override
    public Set<String> sideMarks() {
        return Set.of(HASH);
    }

    @Override
    public void side(Json.Object user, SideRows rows) {
        rows.put(id(user), HASH, Values.text(user, HASH));
    }

    @Override
    public String key(Json.Object user) {
        return id(user);
    }

    private static String id(Json.Object user) {
        String id = Values.text(user, "user_id");
        return id.isEmpty() ? DATABASE_USER + Values.text(Values.object(user, "_id"), "$oid") : id;
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        Mapped.Builder mapped = new Mapped.Builder().more("externalId", user.get("user_id"));
        List<String> hashes = side.getOrDefault(HASH, List.of());
        Json metadata = user.get("user_metadata");
        mapped.put("email", "email", user.get("email"))
                .put("username", "username", user.get("username"))
                .put(HASH, HASH, hashes.isEmpty() ? Values.text(user, HASH) : hashes.getFirst())
                .put("verifiedAt", "email_verified", user.get("email") == null ? null : user.get("email_verified"))
                .put("createdAt", "created_at", date(user.get("created_at")))
                .put("phone", "phone_number", user.get("phone_number"));
        Names.put(mapped, user, "given_name", "family_name", "name");
        if (Values.isTrue(user, "blocked")) {
            mapped.put("disabled", "blocked", Json.Bool.TRUE);
        }
        user.fields().forEach((name, value) -> {
            if (!OWN.contains(name) && !name.equals("user_metadata")) {
                mapped.more(name, value);
            }
        });
        if (metadata instanceof Json.Object more) {
            more.fields().forEach(mapped::more);
        }
        return mapped.build();
    }

    /** MongoDB's extended JSON writes a time as an object. */
    private static @Nullable Json date(@Nullable Json value) {
        return value instanceof Json.Object extended ? extended.get("$date") : value;
    }
}
