package io.vestibule.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;

/** The templates compiled into the server; whatever they show is escaped for HTML. */
public final class Pages {
    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "io.vestibule.templates");

    private Pages() {}

    /** A page that does no more than {@link ContentSecurityPolicy#STRICT} lets it. */
    public static Answer render(int status, String template, Object shown) {
        return render(status, template, shown, ContentSecurityPolicy.STRICT);
    }

    /** A page that does what the policy lets it. */
    public static Answer render(int status, String template, Object shown, ContentSecurityPolicy policy) {
        return Answer.html(status, text(template, shown), policy);
    }

    /** What a template shows, as text: a page, or a part of one. */
    public static String text(String template, Object shown) {
        StringOutput html = new StringOutput();
        ENGINE.render("page/" + template, shown, html);
        return html.toString();
    }
}
