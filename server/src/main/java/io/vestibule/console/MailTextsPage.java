package io.vestibule.console;

import io.vestibule.administration.MailTextAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailTextStore.Own;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.List;

/** The mails of a portal, in each language: which have words of its own. */
public final class MailTextsPage implements ConsolePage {
    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final MailTextAdministration texts;

    public MailTextsPage(ConsoleRoutes routes, PortalForms forms, MailTextAdministration texts) {
        this.routes = routes;
        this.forms = forms;
        this.texts = texts;
    }

    /** What the template shows. */
    public record View(Layout layout, Portal portal, List<MailPurpose> mails, List<Language> languages, List<Own> own) {
        public boolean isOwn(MailPurpose mail, Language language) {
            return own.stream()
                    .anyMatch(one ->
                            one.purpose().equals(mail.label()) && one.language().equals(language.tag()));
        }

        public String to(String path) {
            return layout.at(PortalForms.at(portal, path));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page(PortalForms.ONE + "/mails", Action.PORTAL_READ, this::show));
    }

    private Answer show(Call call) {
        Portal portal = forms.portal(call, Action.PORTAL_READ);
        return Screen.show(
                200,
                "mail-texts",
                new View(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        List.of(MailPurpose.values()),
                        List.of(Language.values()),
                        texts.list(portal.id())));
    }
}
