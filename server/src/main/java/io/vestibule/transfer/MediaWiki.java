package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MediaWiki: its table {@code user}. Times have fourteen digits and are in UTC. A blank in a login is an underscore as well there, and
 * so it is here. People sign in with that, and not with their address, which several may share.
 */
final class MediaWiki implements OtherSystem {
    private static final String OF_THE_SYSTEM = "*** INVALID ***";

    @Override
    public Set<String> marks() {
        return Set.of("user_name");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        if (Values.text(user, "user_token").startsWith(OF_THE_SYSTEM)) {
            return Mapped.NOBODY;
        }
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("id", "user_id", user.get("user_id"))
                .put("username", "user_name", Values.text(user, "user_name").replace(' ', '_'))
                .put("email", "user_email", user.get("user_email"))
                .put("emailLogin", Json.of(EmailLogin.IF_FREE.word()))
                .put("passwordHash", "user_password", user.get("user_password"))
                .put(
                        "verifiedAt",
                        "user_email_authenticated",
                        Values.utc(Values.text(user, "user_email_authenticated")))
                .put("createdAt", "user_registration", Values.utc(Values.text(user, "user_registration")));
        Names.whole(mapped, "user_real_name", Values.text(user, "user_real_name"));
        return mapped.build();
    }
}
