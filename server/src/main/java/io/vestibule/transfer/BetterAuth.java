package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** better-auth: its tables {@code user} and {@code account}, in which the hashes stand. */
final class BetterAuth implements OtherSystem {
    private static final String PASSWORD = "password";
    private static final String SOCIAL = "providerId";
    private static final Set<String> OWN = Set.of(
            "id",
            "name",
            "email",
            "emailVerified",
            "createdAt",
            "updatedAt",
            "username",
            "displayUsername",
            "twoFactorEnabled",
            "banned",
            "banReason",
            "banExpires",
            "phoneNumber",
            "phoneNumberVerified",
            "isAnonymous");

    @Override
    public Set<String> marks() {
        return Set.of("emailVerified");
    }

    @Override
    public Set<String> sideMarks() {
        return Set.of("providerId");
    }

    @Override
    public void side(Json.Object account, SideRows rows) {
        String user = Values.text(account, "userId");
        if (Values.text(account, "providerId").equals("credential")) {
            rows.put(user, PASSWORD, Values.text(account, "password"));
        } else {
            rows.more(user, SOCIAL, Values.text(account, "providerId"));
        }
    }

    @Override
    public String key(Json.Object user) {
        return Values.text(user, "id");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        if (Values.isTrue(user, "isAnonymous")) {
            return Mapped.NOBODY;
        }
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("email", "email", user.get("email"))
                .put(
                        "username",
                        Values.text(user, "displayUsername").isEmpty() ? "username" : "displayUsername",
                        spelled(user))
                .put("verifiedAt", "emailVerified", user.get("emailVerified"))
                .put("createdAt", "createdAt", user.get("createdAt"))
                .put("phone", "phoneNumber", user.get("phoneNumber"));
        mapped.more("externalId", user.get("id"));
        Names.whole(mapped, "name", Values.text(user, "name"));
        List<String> hashes = side.getOrDefault(PASSWORD, List.of());
        if (!hashes.isEmpty()) {
            mapped.put("passwordHash", "account.password", hashes.getFirst());
        }
        for (String provider : side.getOrDefault(SOCIAL, List.of())) {
            mapped.more(SOCIAL, Json.of(provider));
        }
        if (Values.isTrue(user, "banned")) {
            mapped.bannedUntil("banExpires", user.get("banExpires"));
            mapped.more("banExpires", user.get("banExpires")).more("banReason", user.get("banReason"));
        }
        user.fields().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                mapped.more(name, value);
            }
        });
        return mapped.build();
    }

    /** {@code username} is what they are found by, in small letters; {@code displayUsername} as they wrote it. */
    private static Json spelled(Json.Object user) {
        String shown = Values.text(user, "displayUsername");
        String login = Values.text(user, "username");
        return Json.of(shown.equalsIgnoreCase(login) ? shown : login);
    }
}
