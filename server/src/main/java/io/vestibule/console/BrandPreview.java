package io.vestibule.console;

import io.vestibule.administration.MailSamples;
import io.vestibule.administration.MailSamples.Draft;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailRenderer.Sample;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.stream.Stream;

/** A mail as it looks with a brand that needn't be stored. */
public final class BrandPreview implements ConsolePage {
    private static final String PATH = PortalForms.ONE + "/brand/preview";

    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final MailSamples samples;

    public BrandPreview(ConsoleRoutes routes, PortalForms forms, MailSamples samples) {
        this.routes = routes;
        this.forms = forms;
        this.samples = samples;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.PORTAL_CHANGE, call -> show(call, Draft.NONE)),
                routes.form(PATH, Action.PORTAL_CHANGE, this::typed, this::typed)
                        .withUpload(BrandPart.UPLOAD));
    }

    /** What the form of the brand shows it by. */
    static FormView.Preview of(Call call, Portal portal) {
        Language language = Language.choose(portal.language(), null);
        return new FormView.Preview(
                call.layouts().base() + PortalForms.at(portal, "brand/preview"),
                List.of(
                        Field.choice(
                                call,
                                "mail",
                                "Mail",
                                MailPurpose.SIGN_IN.label(),
                                Stream.of(MailPurpose.values())
                                        .map(purpose -> new Field.Option(purpose.label(), purpose.title()))
                                        .toList()),
                        Field.choice(
                                call,
                                "in",
                                "In",
                                language.tag(),
                                Stream.of(Language.values())
                                        .map(each -> new Field.Option(each.tag(), each.tag()))
                                        .toList())));
    }

    private Answer typed(Call call) {
        return switch (BrandForm.read(call)) {
            case BrandForm.Wrong(String sentence) -> MailPreview.fault(sentence);
            case BrandForm.Right(BrandingChanges changes) -> show(call, new Draft(null, changes));
        };
    }

    private Answer show(Call call, Draft draft) {
        Portal portal = forms.portal(call, Action.PORTAL_CHANGE);
        MailPurpose purpose = MailPurpose.ofLabel(call.field("mail")).orElse(MailPurpose.SIGN_IN);
        Language language = Language.ofTag(call.field("in")).orElseGet(() -> Language.choose(portal.language(), null));
        return MailPreview.show(samples.of(portal.id(), purpose, language, draft, Sample.NOBODY));
    }
}
