package io.vestibule.oauth;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Scopes (RFC 6749 section 3.3): OpenID Connect's (Core sections 5.4 and 11), and those that an installation makes up. */
public final class Scopes {
    public static final String OPENID = "openid";
    public static final String OFFLINE_ACCESS = "offline_access";

    /** Those that have a meaning here. */
    public static final List<String> STANDARD = List.of(OPENID, "profile", "email", "phone", "address", OFFLINE_ACCESS);

    /** With a colon, so that none is a standard one, misspelt or yet to come. */
    private static final Pattern OWN = Pattern.compile("[A-Za-z0-9._/-]++(?::[A-Za-z0-9._/-]++)++");

    private static final int LONGEST = 100;

    private Scopes() {}

    /** Whether a client may be allowed to ask for it. */
    public static boolean isScope(String text) {
        return isStandard(text)
                || (text.length() <= LONGEST && OWN.matcher(text).matches());
    }

    /** As messages have them (RFC 6749 section 3.3); null for none, since an empty text is no scope. */
    public static @Nullable String text(List<String> scopes) {
        return scopes.isEmpty() ? null : String.join(" ", scopes);
    }

    /** Whether it is about a customer. */
    public static boolean isStandard(String text) {
        return STANDARD.contains(text);
    }
}
