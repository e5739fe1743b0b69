package io.vestibule.page.portal;

import io.vestibule.branding.AccentColor;
import io.vestibule.cache.BoundedCache;
import io.vestibule.http.ContentSecurityPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one style of a page. It stands in the page, and its hash in the page's policy (Content Security Policy Level 3 section 2.3.1), so that
 * no other style applies and no second request is made.
 *
 * @param css    what stands in the {@code style} element
 * @param policy that lets it alone apply
 */
public record PageStyle(String css, ContentSecurityPolicy policy) {
    private static final PageStyle USUAL = of(file());
    private static final BoundedCache<AccentColor, PageStyle> ACCENTED = new BoundedCache<>(1000);

    /** The style with a portal's colour; null for ours. */
    static PageStyle of(@Nullable AccentColor accent) {
        return accent == null ? USUAL : ACCENTED.get(accent, PageStyle::accented);
    }

    private static PageStyle accented(AccentColor accent) {
        String light = colors(accent.onLight());
        String dark = colors(accent.onDark());
        return of(USUAL.css() + light + "\n@media (prefers-color-scheme: dark) { " + dark + " }\n");
    }

    private static String colors(String accent) {
        return ":root { --accent: " + accent + "; --focus: " + accent + "; }";
    }

    private static PageStyle of(String css) {
        return new PageStyle(css, ContentSecurityPolicy.STRICT.with("style-src", ContentSecurityPolicy.hash(css)));
    }

    private static String file() {
        try (InputStream file = PageStyle.class.getResourceAsStream("pages.css")) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks pages.css");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
