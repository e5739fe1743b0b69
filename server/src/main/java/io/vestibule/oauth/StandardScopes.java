package io.vestibule.oauth;

import java.util.List;

/** The scopes that OpenID Connect defines (Core sections 3.1.2.1, 5.4 and 11). A client may be allowed others, of the portal's own. */
public final class StandardScopes {
    public static final String OPENID = "openid";
    public static final String OFFLINE_ACCESS = "offline_access";

    public static final List<String> ALL = List.of(OPENID, "profile", "email", "phone", "address", OFFLINE_ACCESS);

    private StandardScopes() {}
}
