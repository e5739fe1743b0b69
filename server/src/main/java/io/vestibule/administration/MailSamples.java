package io.vestibule.administration;

import io.vestibule.branding.Branding;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.branding.BrandingChanges.Part;
import io.vestibule.branding.BrandingStore;
import io.vestibule.branding.LogoFile;
import io.vestibule.mail.Language;
import io.vestibule.mail.Letterhead;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailRenderer;
import io.vestibule.mail.MailRenderer.Sample;
import io.vestibule.mail.MailText;
import io.vestibule.mail.MailTextStore;
import io.vestibule.mail.RenderedMail;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mails as a portal's customers would get them, for whoever writes their words or chooses its looks. Nothing is sent. */
public final class MailSamples {
    private final PortalStore portals;
    private final PortalAdministrationStore senders;
    private final BrandingStore branding;
    private final MailTextStore texts;
    private final MailRenderer renderer;
    private final URI publicUrl;

    /** @param publicUrl where a link leads: to the page on which the portal's customers sign in */
    public MailSamples(
            PortalStore portals,
            PortalAdministrationStore senders,
            BrandingStore branding,
            MailTextStore texts,
            MailRenderer renderer,
            URI publicUrl) {
        this.portals = portals;
        this.senders = senders;
        this.branding = branding;
        this.texts = texts;
        this.renderer = renderer;
        this.publicUrl = publicUrl;
    }

    /**
     * What a sample is to show that isn't stored.
     *
     * @param text     null: as it is stored
     * @param branding what is left out is as it is stored
     */
    public record Draft(@Nullable MailText text, BrandingChanges branding) {
        /** All as it is stored. */
        public static final Draft NONE = new Draft(null, BrandingChanges.NONE);

        public static Draft of(MailText text) {
            return new Draft(text, BrandingChanges.NONE);
        }
    }

    /** A mail as a customer would get it, with a link and a code that are nobody's; empty if there is no such portal. */
    public Optional<RenderedMail> of(long portal, MailPurpose purpose, Language language, Draft draft, Sample to) {
        return portals.portal(portal).map(found -> {
            MailText text = draft.text() == null ? texts.find(portal, purpose, language) : draft.text();
            LogoFile logo = logo(found, draft.branding());
            Letterhead letterhead = new Letterhead(
                    found.name(),
                    found.language(),
                    senders.sender(portal).orElse(null),
                    look(found.branding(), draft.branding(), logo),
                    logo,
                    Map.of(language, text));
            return renderer.sample(purpose, language, letterhead, to, link(portal));
        });
    }

    private String link(long portal) {
        return publicUrl.toString().replaceFirst("/$", "") + "/sign-in/" + portal;
    }

    private @Nullable LogoFile logo(Portal portal, BrandingChanges changes) {
        if (changes.logo() != null) {
            return changes.logo().value();
        }
        return portal.branding().logo() == null
                ? null
                : branding.logo(portal.id()).orElse(null);
    }

    private static Branding look(Branding stored, BrandingChanges changes, @Nullable LogoFile logo) {
        return new Branding(
                changed(stored.accent(), changes.accent()),
                logo == null ? null : logo.logo(),
                changed(stored.termsUrl(), changes.termsUrl()),
                changed(stored.privacyUrl(), changes.privacyUrl()));
    }

    private static <T> @Nullable T changed(@Nullable T stored, @Nullable Part<T> change) {
        return change == null ? stored : change.value();
    }
}
