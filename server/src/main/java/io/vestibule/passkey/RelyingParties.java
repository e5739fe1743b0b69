package io.vestibule.passkey;

import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Origins;
import io.vestibule.portal.Portal;
import io.vestibule.portal.RpId;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which site the passkeys of a portal are made for: its own, or that of this server's own pages. */
public final class RelyingParties {
    private final Origins origins;
    private final Optional<RpId> ownSite;
    private final String ownOrigin;
    private final boolean testMode;
    private final boolean onThisMachine;
    private final Optional<RpId> siteOfOwnPages;

    public RelyingParties(Origins origins, URI publicUrl, boolean testMode) {
        this.origins = origins;
        this.ownSite = RpId.parse(publicUrl.getHost() == null ? "" : publicUrl.getHost());
        this.ownOrigin = Origins.of(publicUrl);
        this.testMode = testMode;
        this.onThisMachine = testMode && AllowedUrl.isLoopback(ownOrigin);
        this.siteOfOwnPages = ownSite.filter(site -> site.covers(ownOrigin));
    }

    /**
     * For pages of an origin; empty if browsers would refuse them there. In test mode a page of this machine has a site of its own,
     * {@code localhost}.
     *
     * @param origin null where it isn't known
     */
    public Optional<RelyingParty> forPage(Portal portal, @Nullable String origin) {
        if (origin != null && testMode && AllowedUrl.isLoopback(origin)) {
            return RpId.parse(URI.create(origin).getHost()).map(id -> of(portal, id));
        }
        RpId set = portal.passkeys().rpId();
        Optional<RpId> id = set == null ? ownSite : Optional.of(set);
        // Pages of another site work where the portal's own site lists them
        return id.filter(
                        site -> origin == null || site.covers(origin) || (set != null && origin.startsWith("https://")))
                .map(site -> of(portal, site));
    }

    /** For this server's own pages; empty if browsers would refuse the portal's passkeys there, since its site is another. */
    public Optional<RelyingParty> forOwnPages(Portal portal) {
        RpId set = onThisMachine ? null : portal.passkeys().rpId();
        Optional<RpId> site = set == null ? siteOfOwnPages : Optional.of(set).filter(id -> id.covers(ownOrigin));
        return site.map(id -> of(portal, id));
    }

    /** The same for a ceremony that was begun. */
    public RelyingParty of(Portal portal, RpId id) {
        return new RelyingParty(portal, id, origins, ownOrigin);
    }
}
