package io.vestibule.console;

import io.vestibule.administration.MailAdministration;
import io.vestibule.administration.MailAdministration.ResendResult;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.mail.OutboxAdministrationStore.Mail;
import io.vestibule.mail.OutboxAdministrationStore.State;
import io.vestibule.operator.Action;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mail of a portal, or of all of theirs: what waits, what was set aside and why, and sending it again. */
public final class MailPage implements ConsolePage {
    private static final int PAGE = 50;

    private final ConsoleRoutes routes;
    private final MailAdministration mail;
    private final Runnable mailDue;

    /** @param mailDue tells who sends mail that there is some */
    public MailPage(ConsoleRoutes routes, MailAdministration mail, Runnable mailDue) {
        this.routes = routes;
        this.mail = mail;
        this.mailDue = mailDue;
    }

    /**
     * What the template shows.
     *
     * @param more   the query of the next page; null where there is none
     * @param resend whether they may have mail sent again
     * @param done   whether a mail was just sent again
     */
    public record View(
            Layout layout,
            State state,
            List<Mail> mails,
            @Nullable String more,
            boolean resend,
            boolean done) {

        /** Why none is shown. */
        public String empty() {
            Long portal = layout.portal();
            String in = portal == null ? " in any portal of yours" : " in " + layout.nameOf(portal);
            String of = portal == null ? "your portals" : layout.nameOf(portal);
            return switch (state) {
                case SET_ASIDE -> "No mail was given up" + in + ". That is how it should be.";
                case WAITING -> "No mail of " + of + " waits.";
                case SENT -> "No mail of " + of + " went out in the last 30 days.";
            };
        }
    }

    /**
     * The page that asks why.
     *
     * @param fault why it is shown again; null at first
     */
    public record ResendView(
            Layout layout,
            Mail mail,
            String reason,
            @Nullable String fault) {}

    @Override
    public List<Route> routes() {
        String resend = "/console/mail/{mail}/resend";
        return List.of(
                routes.page("/console/mail", Action.MAIL_READ, this::list),
                routes.page(resend, Action.MAIL_RESEND, this::ask),
                routes.form(resend, Action.MAIL_RESEND, this::ask, this::resend));
    }

    private Answer list(Call call) {
        Layout all = call.layout(Section.MAIL);
        State state = call.query("state").flatMap(MailPage::state).orElse(State.SET_ASIDE);
        if (all.portals().isEmpty()) {
            return Screen.show(200, "mail", new View(all, state, List.of(), null, false, false));
        }
        long after = call.query("after").flatMap(Digits::number).orElse(0L);
        List<Mail> mails =
                mail.list(call.principal().portals().narrowedTo(all.portal()).ids(), state, after, PAGE + 1);
        List<Mail> shown = mails.size() > PAGE ? mails.subList(0, PAGE) : mails;
        String more = mails.size() > PAGE
                ? "/console/mail?state=" + state.label() + "&after="
                        + shown.getLast().id()
                : null;
        return Screen.show(
                200,
                "mail",
                new View(
                        all,
                        state,
                        shown,
                        more,
                        call.may(Action.MAIL_RESEND),
                        call.query("done").isPresent()));
    }

    private static Optional<State> state(String label) {
        return Stream.of(State.values())
                .filter(one -> one.label().equals(label))
                .findFirst();
    }

    private Mail mail(Call call) {
        Mail found = mail.byId(call.id("mail")).orElseThrow(() -> new Refused(Notice.unknown()));
        call.in(found.portalId(), Action.MAIL_RESEND);
        return found;
    }

    private Answer ask(Call call) {
        return ask(200, call, mail(call), null);
    }

    private Answer ask(int status, Call call, Mail asked, @Nullable String fault) {
        return Screen.show(
                status,
                "mail-resend",
                new ResendView(call.layout(Section.MAIL, asked.portalId()), asked, call.field(Reason.FIELD), fault));
    }

    private Answer resend(Call call) {
        Mail asked = mail(call);
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return ask(422, call, asked, reason.fault());
        }
        return switch (mail.resend(List.of(asked.id()), call.because(reason.text()))) {
            case ResendResult.Resent(int mails) -> {
                mailDue.run();
                yield call.goTo("/console/mail?done=yes&portal=" + asked.portalId());
            }
            case ResendResult.NotSetAside(List<Long> mails) ->
                ask(409, call, asked, "It isn't set aside any longer: it waits, or went out.");
        };
    }
}
