package io.vestibule.admin;

import static io.vestibule.operator.Action.PORTAL_CHANGE;
import static io.vestibule.operator.Action.PORTAL_READ;

import io.vestibule.administration.MailTextAdministration;
import io.vestibule.administration.MailTextAdministration.ClearResult;
import io.vestibule.administration.MailTextAdministration.SetResult;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailText;
import io.vestibule.mail.MailTextStore.Own;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a portal's mail, its own and ours. */
final class MailTextResources {
    private final PortalAdministration portals;
    private final MailTextAdministration texts;
    private final Changes changes;

    MailTextResources(PortalAdministration portals, MailTextAdministration texts, Changes changes) {
        this.portals = portals;
        this.texts = texts;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals/{portal}/mail-texts", PORTAL_READ, this::list),
                AdminRoute.get(
                        "/portals/{portal}/mail-texts/{mail}/{language}",
                        PORTAL_READ,
                        call -> Changes.shown(json(Subject.of(call)))),
                AdminRoute.put("/portals/{portal}/mail-texts/{mail}/{language}", PORTAL_CHANGE, this::set),
                AdminRoute.delete("/portals/{portal}/mail-texts/{mail}/{language}", PORTAL_CHANGE, this::clear));
    }

    /** What the path names: a mail in a language that there is. */
    record Subject(long portal, MailPurpose purpose, Language language) {
        static Subject of(Call call) {
            long portal = call.portal();
            return MailPurpose.ofLabel(call.request().segment("mail"))
                    .flatMap(purpose -> Language.ofTag(call.request().segment("language"))
                            .map(language -> new Subject(portal, purpose, language)))
                    .orElseThrow(() -> AdminProblem.notFound().thrown());
        }
    }

    private Answer list(Call call) {
        long portal = call.portal();
        if (portals.portal(portal).isEmpty()) {
            throw AdminProblem.notFound().thrown();
        }
        List<Own> own = texts.list(portal);
        List<Json> items = new ArrayList<>();
        for (MailPurpose purpose : MailPurpose.values()) {
            for (Language language : Language.values()) {
                MailText text = own.stream()
                        .filter(one -> one.purpose().equals(purpose.label())
                                && one.language().equals(language.tag()))
                        .map(Own::text)
                        .findFirst()
                        .orElse(MailText.NONE);
                items.add(json(purpose, language, text));
            }
        }
        return Answer.json(
                200, Json.object().put("items", new Json.Array(items)).build());
    }

    private Optional<Json> json(Subject subject) {
        return portals.portal(subject.portal())
                .map(portal -> json(
                        subject.purpose(),
                        subject.language(),
                        texts.find(subject.portal(), subject.purpose(), subject.language())));
    }

    private Json json(MailPurpose purpose, Language language, MailText text) {
        MailText builtIn = texts.builtIn(purpose, language);
        return Json.object()
                .put("mail", purpose.label())
                .put("language", language.tag())
                .put("subject", text.subject())
                .put("introduction", text.introduction())
                .put(
                        "builtIn",
                        Json.object()
                                .put("subject", builtIn.subject())
                                .put("introduction", builtIn.introduction())
                                .build())
                .put("places", Values.texts(MailText.places(purpose)))
                .build();
    }

    /** Reads and checks the words that a request has. */
    static MailText text(Body body, MailPurpose purpose) {
        String subject = body.text("subject");
        String introduction = body.text("introduction");
        MailText text = new MailText(subject, introduction == null ? null : MailText.paragraph(introduction));
        MailTextAdministration.objection(purpose, text).ifPresent(objection -> refuse(body, objection));
        body.checked();
        return text;
    }

    private static void refuse(Body body, SetResult objection) {
        switch (objection) {
            case SetResult.BadSubject(String why) -> body.refuse("subject", why);
            case SetResult.BadIntroduction(String why) -> body.refuse("introduction", why);
            case SetResult.Done() -> {}
            case SetResult.UnknownPortal(long unknown) ->
                throw AdminProblem.notFound().thrown();
        }
    }

    private Answer set(Call call) {
        Subject subject = Subject.of(call);
        Body body = call.body();
        MailText text = text(body, subject.purpose());
        return changes.change(
                call,
                PreconditionStore.Resource.PORTAL,
                subject.portal(),
                () -> json(subject),
                () -> refuse(
                        body,
                        texts.set(subject.portal(), subject.purpose(), subject.language(), text, call.context())));
    }

    private Answer clear(Call call) {
        Subject subject = Subject.of(call);
        return changes.change(call, PreconditionStore.Resource.PORTAL, subject.portal(), () -> json(subject), () -> {
            switch (texts.clear(subject.portal(), subject.purpose(), subject.language(), call.context())) {
                case ClearResult.Done() -> {}
                case ClearResult.NoneOfItsOwn() -> {}
                case ClearResult.UnknownPortal(long unknown) ->
                    throw AdminProblem.notFound().thrown();
            }
        });
    }
}
