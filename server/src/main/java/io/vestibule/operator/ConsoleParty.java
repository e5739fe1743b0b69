package io.vestibule.operator;

import io.vestibule.passkey.CeremonyParty;
import io.vestibule.portal.Origins;
import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.RpId;
import java.net.URI;
import java.util.Optional;

/**
 * For whom operators' passkeys are: the console, on the host of the public URL.
 *
 * @param origin of its pages
 */
record ConsoleParty(RpId id, String origin) implements CeremonyParty {

    /** Empty where browsers make no passkeys: the public URL has an address in the place of a name. */
    static Optional<ConsoleParty> of(URI publicUrl) {
        return RpId.parse(publicUrl.getHost() == null ? "" : publicUrl.getHost())
                .map(id -> new ConsoleParty(id, Origins.of(publicUrl)));
    }

    @Override
    public boolean trusts(String asking) {
        return asking.equals(origin);
    }

    @Override
    public PasskeyPolicy policy() {
        return PasskeyPolicy.USUAL;
    }
}
