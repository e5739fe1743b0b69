package io.vestibule.page.portal;

import io.vestibule.branding.Branding;
import io.vestibule.branding.LegalUrl;
import io.vestibule.branding.Logo;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.portal.Portal;
import org.jspecify.annotations.Nullable;

/**
 * Whose a page is, and what it looks like.
 *
 * @param portal   the portal's name; null for a page of no portal
 * @param logo     null where the name stands in its place
 * @param logoPath where the logo is
 * @param terms    its terms of use; null for none
 * @param privacy  its privacy policy; null for none
 * @param acting   what says that an operator acts for the customer; null where none does
 */
public record PageBrand(
        @Nullable String portal,
        PageStyle style,
        @Nullable Logo logo,
        String logoPath,
        @Nullable LegalUrl terms,
        @Nullable LegalUrl privacy,
        @Nullable ActingBanner acting) {
    /** Of a page of no portal. */
    static final PageBrand NONE = new PageBrand(null, PageStyle.of(null), null, "", null, null, null);

    /** @param base the path of the public URL, without a slash at its end */
    static PageBrand of(Portal portal, String base) {
        Branding branding = portal.branding();
        Logo logo = branding.logo();
        return new PageBrand(
                portal.name(),
                PageStyle.of(branding.accent()),
                logo,
                logo == null ? "" : base + LogoImage.path(portal.id(), logo),
                branding.termsUrl(),
                branding.privacyUrl(),
                null);
    }

    /** The same while an operator acts for the customer. */
    PageBrand with(ActingBanner banner) {
        return new PageBrand(portal, style, logo, logoPath, terms, privacy, banner);
    }

    /** What the page may do: it has its style, and shows the logo. */
    ContentSecurityPolicy policy() {
        return logo == null ? style.policy() : style.policy().with("img-src", "'self'");
    }
}
