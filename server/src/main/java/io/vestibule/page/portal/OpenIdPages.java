package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.page.PageWords;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a browser shows of OpenID Connect itself: an answer that is posted to the application, and a request that can't be answered. */
public final class OpenIdPages {
    /** Sends the form without a press of its button. */
    private static final String SUBMIT = "document.forms[0].submit()";

    private OpenIdPages() {}

    /**
     * What the template of an answer shows.
     *
     * @param script that sends the form
     */
    public record FormView(PageWords words, String action, Map<String, String> fields, String script) {
        public FormView {
            fields = Map.copyOf(fields);
        }

        /** It is no portal's. */
        public PageBrand brand() {
            return PageBrand.NONE;
        }

        /** Without the code. */
        @Override
        public String toString() {
            return "FormView[redacted]";
        }
    }

    /**
     * An answer to an application, posted by the browser (Form Post Response Mode 1.0).
     *
     * @param locales    the languages that the application asks for, as {@code ui_locales} has them; empty for none
     * @param action     where to: a redirect URI that is registered for the application
     * @param parameters those that are null are left out
     */
    public static Answer formPost(
            Request request, String locales, String action, Map<String, @Nullable String> parameters) {
        Map<String, String> fields = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                fields.put(name, value);
            }
        });
        FormView view = new FormView(PageWords.of(request, locales), action, fields, SUBMIT);
        return PageRenderer.render(
                200,
                "form-post",
                view.words(),
                view,
                PageBrand.NONE
                        .policy()
                        .with("form-action", RedirectUri.cspSource(action).orElse("'none'"))
                        .with("script-src", ContentSecurityPolicy.hash(SUBMIT)));
    }

    /**
     * A request of which isn't certain which application it came from, so that nothing is sent there (RFC 6749 section 4.1.2.1).
     *
     * @param reason for the application's developer, in English
     */
    public static Answer refusal(Request request, String reason) {
        PageWords words = PageWords.accepted(request);
        return PageRenderer.show(
                400,
                new Notice(
                        words,
                        PageBrand.NONE,
                        words.say("openid.refused.title"),
                        words.say("openid.refused.lead", reason),
                        null,
                        null));
    }

    /**
     * A problem of a request that no endpoint answered.
     *
     * @param languages as {@code Accept-Language} has them
     */
    public static Answer problem(Problem problem, String languages) {
        return Notice.of(problem, PageWords.accepted(languages));
    }
}
