package io.vestibule.admin;

import static io.vestibule.operator.Action.PORTAL_CHANGE;
import static io.vestibule.operator.Action.PORTAL_READ;

import io.vestibule.administration.BrandingAdministration;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.branding.AccentColor;
import io.vestibule.branding.BadLogoException;
import io.vestibule.branding.Branding;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.branding.BrandingChanges.Part;
import io.vestibule.branding.LegalUrl;
import io.vestibule.branding.Logo;
import io.vestibule.branding.LogoFile;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a portal's pages and mail look like. The logo is a part of it, and has its ETag. */
final class BrandingResources {
    private static final String COLOR_RULE = "must be # and three or six hexadecimal digits, such as #0a5 or #1a56b0";

    private final PortalAdministration portals;
    private final BrandingAdministration branding;
    private final Changes changes;

    BrandingResources(PortalAdministration portals, BrandingAdministration branding, Changes changes) {
        this.portals = portals;
        this.branding = branding;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals/{portal}/branding", PORTAL_READ, call -> Changes.shown(json(call.portal()))),
                AdminRoute.patch("/portals/{portal}/branding", PORTAL_CHANGE, this::change),
                AdminRoute.get("/portals/{portal}/logo", PORTAL_READ, this::logo),
                AdminRoute.put("/portals/{portal}/logo", PORTAL_CHANGE, this::setLogo)
                        .withUpload(LogoFile.LARGEST),
                AdminRoute.delete("/portals/{portal}/logo", PORTAL_CHANGE, this::removeLogo));
    }

    private Optional<Json> json(long portal) {
        return portals.portal(portal).map(Portal::branding).map(BrandingResources::json);
    }

    private static Json json(Branding look) {
        AccentColor accent = look.accent();
        Logo logo = look.logo();
        return Json.object()
                .put("accentColor", accent == null ? null : accent.value())
                .put("accentOnLight", accent == null ? null : accent.onLight())
                .put("accentOnDark", accent == null ? null : accent.onDark())
                .put(
                        "termsUrl",
                        look.termsUrl() == null ? null : look.termsUrl().value())
                .put(
                        "privacyUrl",
                        look.privacyUrl() == null ? null : look.privacyUrl().value())
                .put("logo", logo == null ? Json.Null.NULL : json(logo))
                .build();
    }

    private static Json json(Logo logo) {
        return Json.object()
                .put("type", logo.format().mediaType())
                .put("width", logo.width())
                .put("height", logo.height())
                .put("sha256", logo.hash())
                .build();
    }

    private Answer change(Call call) {
        Body body = call.body();
        BrandingChanges wanted = new BrandingChanges(
                part(body, "accentColor", AccentColor::parse, COLOR_RULE),
                null,
                part(body, "termsUrl", BrandingResources::url, "must be an https URL"),
                part(body, "privacyUrl", BrandingResources::url, "must be an https URL"));
        body.checked();
        return set(call, wanted);
    }

    private static <T> @Nullable Part<T> part(
            Body body, String member, Function<String, Optional<T>> parser, String otherwise) {
        if (body.clears(member)) {
            return new Part<>(null);
        }
        T value = body.parsed(member, parser, otherwise);
        return value == null ? null : new Part<>(value);
    }

    private static Optional<LegalUrl> url(String text) {
        return LegalUrl.objection(text).isPresent() ? Optional.empty() : Optional.of(new LegalUrl(text));
    }

    private Answer set(Call call, BrandingChanges wanted) {
        long portal = call.portal();
        return changes.change(
                call,
                PreconditionStore.Resource.PORTAL,
                portal,
                () -> json(portal),
                () -> branding.set(portal, wanted, call.context()));
    }

    private Answer logo(Call call) {
        return branding.logo(call.portal())
                .map(file -> Answer.of(200, file.logo().format().mediaType(), file.content())
                        .with("Content-Security-Policy", "default-src 'none'; sandbox"))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
    }

    private Answer setLogo(Call call) {
        call.portal();
        String type = call.request().header("Content-Type").orElse("").strip();
        if (Stream.of(Logo.Format.values())
                .noneMatch(format -> format.mediaType().equalsIgnoreCase(type))) {
            throw AdminProblem.unsupportedMedia("The request body must be image/png, image/jpeg or image/webp.")
                    .thrown();
        }
        try {
            return set(
                    call, BrandingChanges.ofLogo(LogoFile.parse(call.request().bytes())));
        } catch (BadLogoException e) {
            throw AdminProblem.invalid("", "can't be the logo, since " + e.getMessage())
                    .thrown();
        }
    }

    private Answer removeLogo(Call call) {
        return set(call, BrandingChanges.ofLogo(null));
    }
}
