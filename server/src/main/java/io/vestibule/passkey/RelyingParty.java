package io.vestibule.passkey;

import io.vestibule.portal.Origins;
import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.Portal;
import io.vestibule.portal.RpId;

/** For whom a passkey is made or used: a portal, on the pages of a site. */
public final class RelyingParty implements CeremonyParty {
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

    @Override
    public RpId id() {
        return id;
    }

    @Override
    public boolean trusts(String origin) {
        return origin.equals(ownOrigin) || origins.trusts(portal, origin);
    }

    @Override
    public PasskeyPolicy policy() {
        return portal.passkeys();
    }
}
