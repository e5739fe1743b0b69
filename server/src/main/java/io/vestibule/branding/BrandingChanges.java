package io.vestibule.branding;

import org.jspecify.annotations.Nullable;

/** What is to change of a portal's {@link Branding}; null leaves a part as it is. */
public record BrandingChanges(
        @Nullable Part<AccentColor> accent,
        @Nullable Part<LogoFile> logo,
        @Nullable Part<LegalUrl> termsUrl,
        @Nullable Part<LegalUrl> privacyUrl) {
    /** Leaves all as it is. */
    public static final BrandingChanges NONE = new BrandingChanges(null, null, null, null);

    /** Another logo, and nothing else; null for none. */
    public static BrandingChanges ofLogo(@Nullable LogoFile logo) {
        return new BrandingChanges(null, new Part<>(logo), null, null);
    }

    /** What a part becomes; null for none. */
    public record Part<T>(@Nullable T value) {
        /** Of a part that is kept as text: null where nothing changes, empty where it becomes none. */
        static @Nullable String text(@Nullable Part<?> part) {
            return part == null
                    ? null
                    : part.value() == null ? "" : part.value().toString();
        }
    }
}
