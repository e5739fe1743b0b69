package io.vestibule.passkey;

import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.RpId;

/** For whom a passkey is made or used (WebAuthn Level 3 section 4, "relying party"): what the answer to a ceremony is held against. */
public interface CeremonyParty {
    /** The site. */
    RpId id();

    /** Whether pages of this very origin, its port included, may ask for its passkeys. */
    boolean trusts(String origin);

    /** Which passkeys it takes, and in whose frames. */
    PasskeyPolicy policy();
}
