package io.vestibule.command;

import io.vestibule.administration.BrandingAdministration.SetResult;
import io.vestibule.branding.AccentColor;
import io.vestibule.branding.BadLogoException;
import io.vestibule.branding.Branding;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.branding.BrandingChanges.Part;
import io.vestibule.branding.LegalUrl;
import io.vestibule.branding.Logo;
import io.vestibule.branding.LogoFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a portal looks like, as {@code portal set} takes it. */
final class BrandingOptions {
    @Option(
            names = "--logo-file",
            paramLabel = "FILE",
            description = "Of pages and mail: a PNG, JPEG or WebP of at most 64 KiB and 1024 by 1024 pixels, without"
                    + " animation. Empty: the portal's name.")
    private @Nullable String logoFile;

    @Option(
            names = "--accent-color",
            paramLabel = "COLOR",
            description =
                    "Of buttons and links, such as #0a5 or #1a56b0; made darker or lighter where it would be hard to"
                            + " read. Empty: the usual blue.")
    private @Nullable String accentColor;

    @Option(names = "--terms-url", paramLabel = "URL", description = "Its terms of use, by https; empty: none.")
    private @Nullable String termsUrl;

    @Option(names = "--privacy-url", paramLabel = "URL", description = "Its privacy policy, by https; empty: none.")
    private @Nullable String privacyUrl;

    boolean given() {
        return logoFile != null || accentColor != null || termsUrl != null || privacyUrl != null;
    }

    /** What was asked for, or a refusal. */
    BrandingChanges changes() {
        return new BrandingChanges(
                accentColor == null ? null : new Part<>(accentColor.isEmpty() ? null : color(accentColor)),
                logoFile == null ? null : new Part<>(logoFile.isEmpty() ? null : logo(logoFile)),
                termsUrl == null ? null : new Part<>(termsUrl.isEmpty() ? null : url("terms", termsUrl)),
                privacyUrl == null
                        ? null
                        : new Part<>(privacyUrl.isEmpty() ? null : url("privacy policy", privacyUrl)));
    }

    private static AccentColor color(String text) {
        return AccentColor.parse(text)
                .orElseThrow(() -> new Refusal("\"" + Arguments.shown(text)
                        + "\" is no colour: give # and three or six hexadecimal digits, such as #0a5 or #1a56b0."));
    }

    private static LegalUrl url(String of, String text) {
        LegalUrl.objection(text).ifPresent(objection -> {
            throw new Refusal(
                    "\"" + Arguments.shown(text) + "\" can't be the URL of the " + of + ", since " + objection + ".");
        });
        return new LegalUrl(text);
    }

    private static LogoFile logo(String name) {
        try (InputStream input = Files.newInputStream(Path.of(name))) {
            return LogoFile.parse(input.readNBytes(LogoFile.LARGEST + 1));
        } catch (IOException | InvalidPathException e) {
            throw new Refusal("\"" + Arguments.shown(name) + "\" can't be read.", e);
        } catch (BadLogoException e) {
            throw new Refusal("\"" + Arguments.shown(name) + "\" can't be the logo, since " + e.getMessage() + ".", e);
        }
    }

    /** Adds what is set. */
    static void show(Branding branding, Table table) {
        table.row("logo", logo(branding.logo()))
                .row("accent colour", accent(branding.accent()))
                .row("terms", branding.termsUrl() == null ? "none" : branding.termsUrl())
                .row("privacy policy", branding.privacyUrl() == null ? "none" : branding.privacyUrl());
    }

    private static String logo(@Nullable Logo logo) {
        return logo == null ? "none" : logo.format() + ", " + logo.width() + " by " + logo.height() + " pixels";
    }

    private static String accent(@Nullable AccentColor accent) {
        return accent == null
                ? "the usual"
                : accent + " (on light " + accent.onLight() + ", on dark " + accent.onDark() + ")";
    }

    /** What came of it, in words, or a refusal. */
    String told(long portal, SetResult result) {
        return switch (result) {
            case SetResult.Done(Branding branding) ->
                "Portal " + portal + ": logo " + logo(branding.logo()) + "; accent colour " + accent(branding.accent())
                        + "; terms " + (branding.termsUrl() == null ? "none" : branding.termsUrl())
                        + "; privacy policy "
                        + (branding.privacyUrl() == null ? "none" : branding.privacyUrl()) + ".";
            case SetResult.UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
        };
    }
}
