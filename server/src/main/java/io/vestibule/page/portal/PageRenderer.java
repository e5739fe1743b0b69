package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.page.PageWords;
import io.vestibule.page.Pages;
import java.time.Duration;

/** Renders the pages. A page does no more than its policy lets it, is kept by nobody, and tells only this server where a form came from. */
public final class PageRenderer {
    private PageRenderer() {}

    /** A page, whose forms may lead on to an application, if the query names one. */
    static Answer show(int status, String template, PageRequest page, Object view) {
        return render(status, template, page.words(), view, policy(page));
    }

    private static ContentSecurityPolicy policy(PageRequest page) {
        ContentSecurityPolicy policy = page.brand().policy();
        return page.query()
                .formTarget()
                .map(target -> policy.with("form-action", "'self' " + target))
                .orElse(policy);
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

    /** A page of words alone. */
    static Answer show(int status, Notice notice) {
        return render(status, "notice", notice.words(), notice, notice.brand().policy());
    }

    /** A page with a policy of its own. */
    static Answer render(int status, String template, PageWords words, Object view, ContentSecurityPolicy policy) {
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
}
