package io.vestibule.portal;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages of which origins may call from a browser: those of the portals' allowed URLs, and in test mode any of this machine.
 * Plain http is for test mode only.
 */
public final class Origins {
    private static final Logger LOG = LoggerFactory.getLogger(Origins.class);
    private static final int LONGEST = 300;

    private final boolean testMode;
    private final ExpiringCache<String, Boolean> known;

    public Origins(PortalStore store, boolean testMode) {
        this.testMode = testMode;
        // What wasn't found isn't kept: made-up origins would push out those that are known
        this.known = new ExpiringCache<>(
                origin -> Optional.of(true).filter(yes -> store.anyTrusts(origin)), System::nanoTime);
    }

    /** A URL's origin, as browsers write it (RFC 6454 section 6.2). */
    public static String of(URI url) {
        boolean usual = url.getPort() < 0 || url.getPort() == (url.getScheme().equals("https") ? 443 : 80);
        return url.getScheme() + "://" + url.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + url.getPort());
    }

    /** What is known of an origin. */
    public enum Trust {
        TRUSTED,
        FOREIGN,
        /** The database can't say. */
        UNKNOWN
    }

    /** Whether pages of this origin belong to some portal: all that a CORS preflight can ask. */
    public Trust ofAnyPortal(String origin) {
        if (testMode && AllowedUrl.isLoopback(origin)) {
            return Trust.TRUSTED;
        }
        if (origin.length() > LONGEST || (!testMode && !origin.startsWith("https:"))) {
            return Trust.FOREIGN;
        }
        try {
            return known.get(origin).isPresent() ? Trust.TRUSTED : Trust.FOREIGN;
        } catch (RuntimeException e) {
            LOG.warn("an origin can't be looked up: {}", e.getClass().getSimpleName());
            return Trust.UNKNOWN;
        }
    }

    /** Whether pages of this origin may call for the portal. */
    public boolean trusts(Portal portal, String origin) {
        return portal.trustsOrigin(origin, testMode);
    }
}
