package io.vestibule.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vestibule.http.Answer;

/** The templates compiled into the server; whatever they show is escaped for HTML. */
final class Pages {
    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "io.vestibule.templates");

    private Pages() {}

    static Answer render(int status, String template, Object shown) {
        StringOutput html = new StringOutput();
        ENGINE.render("page/" + template, shown, html);
        return Answer.html(status, html.toString());
    }
}
