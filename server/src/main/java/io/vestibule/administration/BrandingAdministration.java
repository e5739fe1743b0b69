package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.branding.Branding;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.branding.BrandingStore;
import io.vestibule.branding.LogoFile;
import java.util.Optional;

/** What an operator does about the looks of a portal. */
public final class BrandingAdministration {
    private final BrandingStore store;

    public BrandingAdministration(BrandingStore store) {
        this.store = store;
    }

    /** A portal's logo; empty if it has none. */
    public Optional<LogoFile> logo(long portal) {
        return store.logo(portal);
    }

    /** How changing them ended. */
    public sealed interface SetResult {
        /** They are so now. */
        record Done(Branding branding) implements SetResult {}

        record UnknownPortal(long portal) implements SetResult {}
    }

    /** Changes what a portal's pages and mail look like; every node shows it within a second. */
    public SetResult set(long portal, BrandingChanges changes, AuditContext context) {
        return store.change(portal, changes, context)
                .<SetResult>map(SetResult.Done::new)
                .orElseGet(() -> new SetResult.UnknownPortal(portal));
    }
}
