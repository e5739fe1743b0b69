package io.vestibule.oauth;

import java.net.URI;

/** Issuer identifiers: each portal is an issuer of its own, {@code {public-url}/portals/{id}} (OpenID Connect Discovery section 4). */
public final class Issuers {
    private final String base;

    public Issuers(URI publicUrl) {
        this.base = publicUrl + "/portals/";
    }

    /** The issuer that a portal is. */
    public String issuer(long portalId) {
        return base + portalId;
    }

    /** The URL of an issuer's endpoint; its path begins with a slash. */
    public String endpoint(long portalId, String path) {
        return issuer(portalId) + path;
    }
}
