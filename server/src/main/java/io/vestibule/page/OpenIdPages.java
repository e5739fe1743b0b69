package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.mail.Language;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a browser shows of OpenID Connect itself: an answer that is posted to the application, and a request that can't be answered. */
public final class OpenIdPages {
    /** Sends the form without a press of its button. */
    private static final String SUBMIT = "document.forms[0].submit()";

    private OpenIdPages() {}

    /** What the template of an answer shows. */
    public record FormView(PageWords words, String action, Map<String, String> fields, String script) {}

    /** What the template of a refusal shows. */
    public record RefusalView(PageWords words, String title, String reason) {}

    /**
     * An answer to an application, posted by the browser (Form Post Response Mode 1.0).
     *
     * @param action where to; one of the application's registered URIs
     * @param parameters those that are null are left out
     */
    public static Answer formPost(String action, Map<String, @Nullable String> parameters) {
        Map<String, String> fields = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                fields.put(name, value);
            }
        });
        ContentSecurityPolicy policy = ContentSecurityPolicy.STRICT
                .with("form-action", origin(action))
                .with("script-src", ContentSecurityPolicy.hash(SUBMIT));
        return Pages.render(
                200, "form-post.jte", new FormView(PageWords.in(Language.ENGLISH), action, fields, SUBMIT), policy);
    }

    private static String origin(String url) {
        URI uri = URI.create(url);
        return uri.getRawAuthority() == null ? uri.getScheme() + ":" : uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /**
     * A request of which isn't certain which application it came from, so that nothing is sent there (RFC 6749 section 4.1.2.1).
     *
     * @param reason for the application's developer, in English
     */
    public static Answer refusal(Request request, String reason) {
        PageWords words = PageWords.of(request);
        return render(400, words, "openid.refused", reason);
    }

    /** A problem of a request that no endpoint answered. */
    public static Answer problem(Problem problem) {
        return problem.onto(
                render(problem.status(), PageWords.in(Language.ENGLISH), "openid.problem", problem.sentence()));
    }

    private static Answer render(int status, PageWords words, String key, String reason) {
        return Pages.render(status, "openid-refusal.jte", new RefusalView(words, words.say(key + ".title"), reason))
                .with("Content-Language", words.language());
    }
}
