package io.vestibule.console;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.BrandingAdministration;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.PortalAdministration;
import java.util.List;
import java.util.Optional;

/** The parts of a portal that are changed by a form each. */
public final class PortalParts {
    private final List<PortalPart> parts;

    /** @param serverSender who mail is from where a portal has no sender of its own */
    public PortalParts(
            PortalAdministration portals,
            PasskeyAdministration passkeys,
            BrandingAdministration branding,
            ActAsAdministration actAs,
            String serverSender) {
        this.parts = List.of(
                new SettingsPart(portals, serverSender),
                new BrandPart(branding),
                new PasskeysPart(passkeys),
                new ActAsPart(actAs));
    }

    List<PortalPart> all() {
        return parts;
    }

    /** What is said when one was changed. */
    Optional<String> done(String path) {
        return parts.stream()
                .filter(part -> part.path().equals(path))
                .map(PortalPart::done)
                .findFirst();
    }
}
