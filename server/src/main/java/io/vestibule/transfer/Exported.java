package io.vestibule.transfer;

import io.vestibule.json.Json;
import io.vestibule.password.PasswordHasher;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One customer as an export writes them: what an import takes. */
record Exported(
        long id,
        long accountId,
        String account,
        boolean primary,
        @Nullable String email,
        boolean emailLogin,
        @Nullable String username,
        @Nullable String password,
        @Nullable String passwordOrigin,
        @Nullable Instant passwordUntil,
        @Nullable Instant verifiedAt,
        @Nullable String language,
        @Nullable Instant disabledAt,
        Instant createdAt,
        Json.Object profile) {

    /** By the names of the format, in its order; what isn't set is left out. */
    Json.Object fields() {
        Json.Builder fields = Json.object()
                .put("id", id)
                .put("accountId", accountId)
                .put("account", account)
                .put("primary", primary);
        put(fields, "email", email);
        if (email != null) {
            fields.put("emailLogin", emailLogin);
        }
        put(fields, "username", username);
        put(fields, "passwordHash", password == null ? null : PasswordHasher.exported(password));
        put(fields, "passwordOrigin", passwordOrigin);
        put(fields, "passwordUntil", passwordUntil);
        put(fields, "verifiedAt", verifiedAt);
        put(fields, "language", language);
        put(fields, "disabled", disabledAt);
        put(fields, "createdAt", createdAt);
        for (Map.Entry<String, Json> attribute : profile.fields().entrySet()) {
            fields.put(attribute.getKey(), attribute.getValue());
        }
        return fields.build();
    }

    private static void put(Json.Builder fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "Exported[customer " + id + "]";
    }
}
