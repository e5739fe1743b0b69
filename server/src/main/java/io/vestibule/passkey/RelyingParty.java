package io.vestibule.passkey;

import io.vestibule.portal.Origins;
import io.vestibule.portal.Portal;
import io.vestibule.portal.RpId;

/** For whom a passkey is made or used: a portal, on the pages of a site. */
public final class RelyingParty {
    private final Portal portal;
    private final RpId id;
    private final Origins origins;
    private final String ownOrigin;

    RelyingParty(Portal portal, RpId id, Origins origins, String ownOrigin) {
        this.portal = portal;
        this.id = id;
        this.origins = origins;
        this.ownOrigin = ownOrigin;
    }

    public Portal portal() {
        return portal;
    }

    /** The site. */
    public RpId id() {
        return id;
    }

    /** Whether pages of this very origin, its port included, may ask for the portal's passkeys. */
    boolean trusts(String origin) {
        return origin.equals(ownOrigin) || origins.trusts(portal, origin);
    }

    /** Whether the page may be where it was: in no frame of another site's, or in one that the portal allows. */
    boolean allowsFrame(ClientData said) {
        return !said.framed()
                || (said.topOrigin() != null && portal.passkeys().topOrigins().contains(said.topOrigin()));
    }
}
