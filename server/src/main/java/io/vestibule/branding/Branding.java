package io.vestibule.branding;

import org.jspecify.annotations.Nullable;

/**
 * What a portal looks like. Its name and the sender of its mail are the portal's own.
 *
 * @param accent     of buttons and links; null: ours
 * @param logo       null: the name stands in its place
 * @param termsUrl   of its terms of use; null for none
 * @param privacyUrl of its privacy policy; null for none
 */
public record Branding(
        @Nullable AccentColor accent,
        @Nullable Logo logo,
        @Nullable LegalUrl termsUrl,
        @Nullable LegalUrl privacyUrl) {
    /** That of a portal that says nothing. */
    public static final Branding NONE = new Branding(null, null, null, null);
}
