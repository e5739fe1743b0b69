package io.vestibule.console;

import io.vestibule.branding.AccentColor;
import io.vestibule.branding.BadLogoException;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.branding.BrandingChanges.Part;
import io.vestibule.branding.LegalUrl;
import io.vestibule.branding.LogoFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the form of a portal's looks says. */
sealed interface BrandForm {
    /** Looks that can be. */
    record Right(BrandingChanges changes) implements BrandForm {}

    /** Why they can't, in a sentence. */
    record Wrong(String sentence) implements BrandForm {}

    /** Reads it: an emptied field is as usual again, a file that wasn't chosen changes nothing. */
    static BrandForm read(Call call) {
        try {
            return new Right(new BrandingChanges(
                    new Part<>(accent(call.field("accent").strip())),
                    logo(call),
                    new Part<>(url("terms of use", call.field("terms").strip())),
                    new Part<>(url("privacy policy", call.field("privacy").strip()))));
        } catch (Unusable e) {
            return new Wrong(e.sentence);
        }
    }

    /** Ends the reading. */
    final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        private Unusable(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }
    }

    private static @Nullable AccentColor accent(String typed) throws Unusable {
        Optional<AccentColor> color = AccentColor.parse(typed);
        if (!typed.isEmpty() && color.isEmpty()) {
            throw new Unusable(
                    "The accent colour must be # and three or six hexadecimal digits, such as #0a5 or #1a56b0.");
        }
        return color.orElse(null);
    }

    private static @Nullable LegalUrl url(String of, String typed) throws Unusable {
        if (typed.isEmpty()) {
            return null;
        }
        Optional<String> objection = LegalUrl.objection(typed);
        if (objection.isPresent()) {
            throw new Unusable("That can't be the URL of the " + of + ", since " + objection.get() + ".");
        }
        return new LegalUrl(typed);
    }

    private static @Nullable Part<LogoFile> logo(Call call) throws Unusable {
        Optional<byte[]> file = call.request().formParameters().file("logo");
        if (file.isEmpty()) {
            return call.has("nologo") ? new Part<>(null) : null;
        }
        if (call.has("nologo")) {
            throw new Unusable("You chose a logo, and to have none: do one of both.");
        }
        try {
            return new Part<>(LogoFile.parse(file.get()));
        } catch (BadLogoException e) {
            throw new Unusable("That file can't be the logo, since " + e.getMessage() + ".");
        }
    }
}
