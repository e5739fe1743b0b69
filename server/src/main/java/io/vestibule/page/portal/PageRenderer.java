package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.page.PageWords;
import io.vestibule.page.Pages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The looks of the pages: one stylesheet, in each page, and named by its hash in the page's policy (Content Security Policy Level 3
 * section 2.3.1), so that no other style applies and no second request is made.
 */
public final class PageRenderer {
    private static final String STYLE = style();
    private static final ContentSecurityPolicy POLICY =
            ContentSecurityPolicy.STRICT.with("style-src", ContentSecurityPolicy.hash(STYLE));

    private PageRenderer() {}

    /** What stands in the page's {@code style} element. */
    public static String css() {
        return STYLE;
    }

    /** A page, whose forms may lead to the application that the query names. */
    static Answer show(int status, String template, PageRequest page, Object view) {
        return render(status, template, page.words(), view, policy(page));
    }

    private static ContentSecurityPolicy policy(PageRequest page) {
        return page.query()
                .formTarget()
                .map(target -> POLICY.with("form-action", "'self' " + target))
                .orElse(POLICY);
    }

    /** The same with the pages' script, where the portal's passkeys work on them. The script asks this server, and nobody else. */
    static Answer withScript(int status, String template, PageRequest page, Object view) {
        return page.passkeys() == null
                ? show(status, template, page, view)
                : render(
                        status,
                        template,
                        page.words(),
                        view,
                        policy(page)
                                .with("script-src", page.origin() + source(page.script()))
                                .with("connect-src", "'self'"));
    }

    /** A path as policies spell it (Content Security Policy Level 3 section 2.3.1). */
    private static String source(String path) {
        return path.replace(";", "%3B").replace(",", "%2C");
    }

    /** A page of no portal, with a policy of its own. */
    static Answer show(
            int status, String template, PageWords words, Object view, UnaryOperator<ContentSecurityPolicy> changes) {
        return render(status, template, words, view, changes.apply(POLICY));
    }

    /** A page of words alone. */
    static Answer show(int status, Notice notice) {
        return render(status, "notice", notice.words(), notice, POLICY);
    }

    private static Answer render(
            int status, String template, PageWords words, Object view, ContentSecurityPolicy policy) {
        return Pages.render(status, "portal/" + template + ".jte", view, policy)
                .with("Content-Language", words.language())
                .with("Vary", "Accept-Language, Cookie")
                // Without any, browsers would send a form's Origin as null (Fetch standard, "append a request Origin
                // header")
                .with("Referrer-Policy", "same-origin");
    }

    /** How long to wait, in whole minutes, as the phrase {@code page.throttled} takes it. */
    static long minutes(Duration wait) {
        return Math.max(1, wait.plusSeconds(59).toMinutes());
    }

    private static String style() {
        try (InputStream file = PageRenderer.class.getResourceAsStream("pages.css")) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks pages.css");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
