package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.page.Pages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The looks of the console: one stylesheet, in each page and named by its hash in the page's policy (Content Security Policy Level 3 section
 * 2.3.1). Scripts are files of this server alone, and ask nobody else.
 */
public final class Screen {
    private static final String STYLE = style();
    private static final ContentSecurityPolicy POLICY = ContentSecurityPolicy.STRICT
            .with("style-src", ContentSecurityPolicy.hash(STYLE))
            .with("script-src", "'self'")
            .with("connect-src", "'self'");

    private Screen() {}

    /** What stands in the page's {@code style} element. */
    public static String css() {
        return STYLE;
    }

    static Answer show(int status, String template, Object view) {
        return show(status, template, view, POLICY);
    }

    /** A page with a frame of ours. */
    static Answer framing(int status, String template, Object view) {
        return show(status, template, view, POLICY.with("frame-src", "'self'"));
    }

    private static Answer show(int status, String template, Object view, ContentSecurityPolicy policy) {
        return Pages.render(status, "console/" + template + ".jte", view, policy)
                // Without any, browsers would send a form's Origin as null (Fetch standard, "append a request Origin
                // header")
                .with("Referrer-Policy", "same-origin");
    }

    /** A part of a page. */
    static String fragment(String template, Object view) {
        return Pages.text("console/" + template + ".jte", view);
    }

    private static String style() {
        try (InputStream file = Screen.class.getResourceAsStream("console.css")) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks console.css");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
