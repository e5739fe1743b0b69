package io.vestibule.admin;

import static io.vestibule.operator.Action.PORTAL_CHANGE;
import static io.vestibule.operator.Action.PORTAL_READ;

import io.vestibule.admin.MailTextResources.Subject;
import io.vestibule.administration.MailSamples;
import io.vestibule.administration.MailSamples.Draft;
import io.vestibule.administration.MailTextAdministration;
import io.vestibule.administration.TestMail;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;
import io.vestibule.mail.MailRenderer.Sample;
import io.vestibule.mail.MailText;
import io.vestibule.mail.RenderedMail;
import java.time.Duration;
import java.util.List;

/** What a portal's mail looks like, and one to try: both with words that needn't be stored. */
final class MailSampleResources {
    private final MailTextAdministration texts;
    private final MailSamples samples;
    private final TestMail testMail;

    MailSampleResources(MailTextAdministration texts, MailSamples samples, TestMail testMail) {
        this.texts = texts;
        this.samples = samples;
        this.testMail = testMail;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.post("/portals/{portal}/mail-texts/{mail}/{language}/preview", PORTAL_READ, this::preview),
                AdminRoute.post("/portals/{portal}/mail-texts/{mail}/{language}/test", PORTAL_CHANGE, this::test));
    }

    /** Words that a request leaves out are as they are stored. */
    private Draft draft(Body body, Subject subject) {
        MailText stored = texts.find(subject.portal(), subject.purpose(), subject.language());
        boolean subjectGiven = body.has("subject");
        boolean introductionGiven = body.has("introduction");
        MailText given = MailTextResources.text(body, subject.purpose());
        return Draft.of(new MailText(
                subjectGiven ? given.subject() : stored.subject(),
                introductionGiven ? given.introduction() : stored.introduction()));
    }

    private Answer preview(Call call) {
        Subject subject = Subject.of(call);
        Draft draft = draft(call.body(), subject);
        return samples.of(subject.portal(), subject.purpose(), subject.language(), draft, Sample.NOBODY)
                .map(mail -> Answer.json(200, json(mail)))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
    }

    private static Json json(RenderedMail mail) {
        return Json.object()
                .put("from", mail.from().name() + " <" + mail.from().address() + ">")
                .put("subject", mail.subject())
                .put("html", mail.page())
                .put("text", mail.text())
                .build();
    }

    private Answer test(Call call) {
        Subject subject = Subject.of(call);
        Draft draft = draft(call.body(), subject);
        return switch (testMail.send(
                call.principal(), subject.portal(), subject.purpose(), subject.language(), draft, call.context())) {
            case TestMail.Result.Sent(String address) ->
                Answer.json(200, Json.object().put("sentTo", address).build());
            case TestMail.Result.NotTaken(String fault) ->
                throw AdminProblem.conflict("The mail server didn't take it: " + fault)
                        .thrown();
            case TestMail.Result.Throttled(Duration wait) ->
                AdminProblem.of(new Problem.Throttled(wait)).answer().retryAfter(wait);
            case TestMail.Result.NoOperator() ->
                throw AdminProblem.operatorOnly(
                                "A test mail goes to the operator who asks, and an API key has no address.")
                        .thrown();
            case TestMail.Result.UnknownPortal(long unknown) ->
                throw AdminProblem.notFound().thrown();
        };
    }
}
