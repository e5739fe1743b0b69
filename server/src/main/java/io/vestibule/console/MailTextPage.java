package io.vestibule.console;

import io.vestibule.administration.MailSamples;
import io.vestibule.administration.MailSamples.Draft;
import io.vestibule.administration.MailTextAdministration;
import io.vestibule.administration.MailTextAdministration.SetResult;
import io.vestibule.administration.TestMail;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailRenderer.Sample;
import io.vestibule.mail.MailText;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mail of a portal in a language: how it looks, its own words, and one to try. */
public final class MailTextPage implements ConsolePage {
    /** A field that the form with the words has, and no other. */
    private static final String WORDS = "words";

    private static final String ONE = PortalForms.ONE + "/mails/{mail}/{language}";

    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final MailTextAdministration texts;
    private final MailSamples samples;
    private final TestMail testMail;
    private final GuardedForm<MailTextView.Subject> form;

    public MailTextPage(
            ConsoleRoutes routes,
            PortalForms forms,
            MailTextAdministration texts,
            MailSamples samples,
            TestMail testMail) {
        this.routes = routes;
        this.forms = forms;
        this.texts = texts;
        this.samples = samples;
        this.testMail = testMail;
        this.form = forms.form(
                call -> subject(call, Action.PORTAL_CHANGE),
                this::version,
                (status, call, subject, fault) -> show(status, call, subject, fault, null));
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(ONE, Action.PORTAL_READ, this::ask),
                routes.form(ONE, Action.PORTAL_CHANGE, this::ask, call -> form.act(call, this::change)),
                routes.form(ONE + "/built-in", Action.PORTAL_CHANGE, this::ask, call -> form.act(call, this::clear)),
                routes.page(ONE + "/preview", Action.PORTAL_READ, call -> preview(call, Draft.NONE)),
                routes.form(ONE + "/preview", Action.PORTAL_READ, this::previewTyped, this::previewTyped),
                routes.form(ONE + "/test", Action.PORTAL_CHANGE, this::ask, this::test));
    }

    private MailTextView.Subject subject(Call call, Action action) {
        Portal portal = forms.portal(call, action);
        return MailPurpose.ofLabel(call.request().segment("mail"))
                .flatMap(mail -> Language.ofTag(call.request().segment("language"))
                        .map(language -> new MailTextView.Subject(portal, mail, language)))
                .orElseThrow(() -> new Refused(Notice.unknown()));
    }

    private Answer ask(Call call) {
        String done = switch (call.query("done").orElse("")) {
            case "set" -> "The next mail has these words.";
            case "built-in" -> "The next mail has our words again.";
            default -> null;
        };
        return show(200, call, subject(call, Action.PORTAL_READ), null, done);
    }

    private Answer show(
            int status, Call call, MailTextView.Subject subject, @Nullable String fault, @Nullable String done) {
        MailText stored = stored(subject);
        return Screen.framing(
                status,
                "mail-text",
                new MailTextView(
                        call.layout(Section.PORTALS, subject.portal().id()),
                        subject.portal(),
                        subject.mail(),
                        subject.language(),
                        stored,
                        call.has(WORDS) ? typed(call) : stored,
                        texts.builtIn(subject.mail(), subject.language()),
                        call.may(Action.PORTAL_CHANGE, subject.portal().id()),
                        GuardedForm.version(call, status, version(subject)),
                        call.field(Reason.FIELD),
                        fault,
                        status == 409,
                        done));
    }

    private MailText stored(MailTextView.Subject subject) {
        return texts.find(subject.portal().id(), subject.mail(), subject.language());
    }

    private String version(MailTextView.Subject subject) {
        return Version.of(stored(subject).toString());
    }

    /** What was typed; an empty field is ours. */
    private static MailText typed(Call call) {
        String subject = call.field("subject").strip();
        String introduction = MailText.paragraph(call.field("introduction"));
        return new MailText(subject.isEmpty() ? null : subject, introduction.isEmpty() ? null : introduction);
    }

    private Outcome change(Call call, MailTextView.Subject subject, AuditContext context) {
        return set(call, subject, typed(call), "set", context);
    }

    private Outcome clear(Call call, MailTextView.Subject subject, AuditContext context) {
        return set(call, subject, MailText.NONE, "built-in", context);
    }

    private Outcome set(Call call, MailTextView.Subject subject, MailText text, String done, AuditContext context) {
        SetResult result = texts.set(subject.portal().id(), subject.mail(), subject.language(), text, context);
        return sentence(result)
                .<Outcome>map(Outcome.Rejected::new)
                .orElseGet(() -> new Outcome.Done(call.goTo(subject.path() + "?done=" + done)));
    }

    /** Why words can't be; empty if they are so. */
    private static Optional<String> sentence(SetResult result) {
        return switch (result) {
            case SetResult.Done() -> Optional.empty();
            case SetResult.BadSubject(String why) -> Optional.of("The subject " + why + ".");
            case SetResult.BadIntroduction(String why) -> Optional.of("The introduction " + why + ".");
            case SetResult.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }

    private Answer previewTyped(Call call) {
        MailTextView.Subject subject = subject(call, Action.PORTAL_READ);
        MailText typed = typed(call);
        return MailTextAdministration.objection(subject.mail(), typed)
                .flatMap(MailTextPage::sentence)
                .map(MailPreview::fault)
                .orElseGet(() -> preview(call, Draft.of(typed)));
    }

    private Answer preview(Call call, Draft draft) {
        MailTextView.Subject subject = subject(call, Action.PORTAL_READ);
        return MailPreview.show(
                samples.of(subject.portal().id(), subject.mail(), subject.language(), draft, Sample.NOBODY));
    }

    private Answer test(Call call) {
        MailTextView.Subject subject = subject(call, Action.PORTAL_CHANGE);
        MailText typed = typed(call);
        Optional<String> fault =
                MailTextAdministration.objection(subject.mail(), typed).flatMap(MailTextPage::sentence);
        if (fault.isPresent()) {
            return show(422, call, subject, fault.get(), null);
        }
        String reason = call.field(Reason.FIELD).strip();
        AuditContext context = reason.isEmpty() ? call.principal().context() : call.because(reason);
        return switch (testMail.send(
                call.principal(),
                subject.portal().id(),
                subject.mail(),
                subject.language(),
                Draft.of(typed),
                context)) {
            case TestMail.Result.Sent(String address) ->
                show(200, call, subject, null, "The mail server took the mail to " + address + ".");
            case TestMail.Result.NotTaken(String said) ->
                show(422, call, subject, "The mail server didn't take it: " + said, null);
            case TestMail.Result.Throttled(Duration wait) ->
                show(429, call, subject, "You had many mails sent. Try again in " + Notice.minutes(wait) + ".", null)
                        .retryAfter(wait);
            case TestMail.Result.NoOperator() -> throw new Refused(Notice.unknown());
            case TestMail.Result.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }
}
