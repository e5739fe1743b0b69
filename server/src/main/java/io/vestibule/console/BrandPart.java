package io.vestibule.console;

import io.vestibule.administration.BrandingAdministration;
import io.vestibule.administration.BrandingAdministration.SetResult;
import io.vestibule.audit.AuditContext;
import io.vestibule.branding.AccentColor;
import io.vestibule.branding.Branding;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.branding.Logo;
import io.vestibule.branding.LogoFile;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a portal's pages and mail look like. */
final class BrandPart implements PortalPart {
    /** The logo, and what stands around it in a form. */
    static final int UPLOAD = LogoFile.LARGEST + 16 * 1024;

    private static final String OURS = "Vestibule";

    private final BrandingAdministration branding;

    BrandPart(BrandingAdministration branding) {
        this.branding = branding;
    }

    @Override
    public String path() {
        return "brand";
    }

    @Override
    public String title() {
        return "Brand";
    }

    @Override
    public String lead() {
        return "What customers see on the portal's pages and in its mail.";
    }

    @Override
    public String done() {
        return "The brand is changed.";
    }

    @Override
    public int upload() {
        return UPLOAD;
    }

    @Override
    public List<Value> values(Portal portal) {
        Branding look = portal.branding();
        return List.of(
                Value.of("Logo", logo(look.logo()), "the portal's name in its place", OURS),
                Value.of("Accent colour", accent(look.accent()), "the usual blue", OURS),
                Value.of("Terms of use", look.termsUrl(), "no link", OURS),
                Value.of("Privacy policy", look.privacyUrl(), "no link", OURS));
    }

    /** With the beginning of its hash, so that another of the same size is another. */
    private static @Nullable String logo(@Nullable Logo logo) {
        return logo == null
                ? null
                : logo.format() + ", " + logo.width() + " by " + logo.height() + " pixels ("
                        + logo.hash().substring(0, 8) + ")";
    }

    private static @Nullable String accent(@Nullable AccentColor accent) {
        return accent == null
                ? null
                : String.format(
                        Locale.ROOT,
                        "%s; on light ground %s, which stands out by %.1f to 1; on dark ground %s, by %.1f to 1",
                        accent,
                        accent.onLight(),
                        accent.contrastOnLight(),
                        accent.onDark(),
                        accent.contrastOnDark());
    }

    @Override
    public List<Field> fields(Call call, Portal portal) {
        Branding look = portal.branding();
        String now = accent(look.accent());
        return List.of(
                Field.file(
                        "logo",
                        "Logo",
                        "A PNG, JPEG or WebP of at most 64 KiB and 1024 by 1024 pixels, without animation. None chosen: it stays as it is, "
                                + (look.logo() == null ? "the portal's name in its place." : logo(look.logo()) + ".")),
                Field.tick(
                        call,
                        "nologo",
                        "Without a logo",
                        false,
                        "Inherit again: the portal's name stands in its place."),
                Field.line(
                        call,
                        "accent",
                        "Accent colour",
                        look.accent() == null ? "" : look.accent().value(),
                        "Of buttons and links, such as #0a5 or #1a56b0; made darker or lighter until it is easy to read (4.5 to 1)."
                                + (now == null
                                        ? " Empty: the usual blue."
                                        : " Now " + now + ". Empty: the usual blue.")),
                Field.line(
                        call,
                        "terms",
                        "Terms of use",
                        look.termsUrl() == null ? "" : look.termsUrl().value(),
                        "An https URL. Empty: no link."),
                Field.line(
                        call,
                        "privacy",
                        "Privacy policy",
                        look.privacyUrl() == null ? "" : look.privacyUrl().value(),
                        "An https URL. Empty: no link."));
    }

    @Override
    public Optional<String> change(Call call, Portal portal, AuditContext context) {
        return switch (BrandForm.read(call)) {
            case BrandForm.Wrong(String sentence) -> Optional.of(sentence);
            case BrandForm.Right(BrandingChanges changes) ->
                switch (branding.set(portal.id(), changes, context)) {
                    case SetResult.Done(Branding now) -> Optional.empty();
                    case SetResult.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
                };
        };
    }
}
