package io.vestibule.portal;

import java.util.List;

/**
 * A vendor's API.
 *
 * @param label its name in logs, metrics, the audit and the scopes of API clients
 */
public record Dialect(String label) {
    public static final Dialect SONAR = new Dialect("sonar");
    public static final Dialect LOGICBOXES = new Dialect("logicboxes");
    public static final Dialect KEAZE = new Dialect("keaze");
    /** The standard: OpenID Connect, and the pages that customers sign in on for it. */
    public static final Dialect OPENID = new Dialect("openid");

    /** Those that API clients call. */
    public static final List<Dialect> OF_CLIENTS = List.of(SONAR, LOGICBOXES, OPENID);
}
